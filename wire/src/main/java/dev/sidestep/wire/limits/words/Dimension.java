package dev.sidestep.wire.limits.words;

import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;
import java.util.Optional;

/// What a limit counts and over which span, as a sentence names it: "30,000 input tokens per
/// minute", "(TPM)", "/ min", "hourly".
///
/// @param unit what it counts; empty where it names none, or one that is not ours, as seconds of
///     sound are
/// @param form how it is named
/// @param window over which span; [Window#UNSPECIFIED] for what is counted at any moment
/// @param number the number that stands before it, or [Usage#UNSAID]
/// @param start where it begins in the sentence
/// @param end the place behind it
public record Dimension(Optional<Unit> unit, Form form, Window window, long number, int start, int end) {
    /// How a dimension is named.
    public enum Form {
        /// With what it counts, in words.
        NOUN,
        /// By its span alone.
        SPAN,
        /// By its letters: they may be part of a name, and count less than words.
        ABBREVIATION
    }

    /// True where it names what it counts, be it ours or not.
    public boolean isNamed() {
        return form != Form.SPAN;
    }
}
