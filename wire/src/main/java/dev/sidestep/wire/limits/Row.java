package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import java.util.function.Function;

/// One row of the table: what a refusal must look like, and what it then came to.
///
/// @param clues what it must look like
/// @param outcome what it came to
/// @param isGuess true where the row knows nothing but the status
record Row(Clues clues, Function<Facts, Outcome> outcome, boolean isGuess) {}
