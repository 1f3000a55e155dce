/// State that lasts: the ledger, saved cooldowns and quotas, conversations. In a file of its own, or in PostgreSQL.
@NullMarked
package dev.sidestep.store;

import org.jspecify.annotations.NullMarked;
