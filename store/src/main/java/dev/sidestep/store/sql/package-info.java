/// The store in SQL: one writer that works in batches, in front of a file of SQLite or a
/// PostgreSQL database.
@NullMarked
package dev.sidestep.store.sql;

import org.jspecify.annotations.NullMarked;
