package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;

/// What an answer came to, with the words it used. The words are safe to log and to show: bounded, one line, no
/// control characters, keys masked; empty where the provider said nothing.
///
/// @param outcome what the attempt came to
/// @param message the provider's sentence, at most [#MAX_MESSAGE_CHARS]
/// @param type the error's type
/// @param code the error's code
public record Reading(Outcome outcome, String message, String type, String code) {
    /// Characters kept of a message: the longest real one has 900.
    public static final int MAX_MESSAGE_CHARS = 2048;
    /// Characters kept of a type or code: they are words, or a short sentence at xAI.
    public static final int MAX_CODE_CHARS = 128;

    public Reading {
        message = SafeText.of(message, MAX_MESSAGE_CHARS);
        type = SafeText.of(type, MAX_CODE_CHARS);
        code = SafeText.of(code, MAX_CODE_CHARS);
    }
}
