/// The ledger's words: a row per call, a row per attempt, and what can be asked about them.
@NullMarked
package dev.sidestep.store.ledger;

import org.jspecify.annotations.NullMarked;
