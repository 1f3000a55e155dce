package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.quota.QuotaReport;
import java.util.List;

/// What an answer came to, with the words it used. The words are safe to log and to show: bounded,
/// one line, no control characters, keys masked; empty where the provider said nothing.
///
/// @param outcome what the attempt came to
/// @param message the provider's sentence, at most [#MAX_MESSAGE_CHARS]
/// @param type the error's type
/// @param code the error's code
/// @param recognised false where nothing but the bare status, or nothing at all, led to the
///     outcome: the provider may have said something that nobody here understands yet
/// @param quotas the limits that the body told, and what the refused request was taken to need;
///     what the headers tell, [QuotaReader] reads
public record Reading(
        Outcome outcome, String message, String type, String code, boolean recognised, List<QuotaReport> quotas) {
    /// Characters kept of a message: the longest real one has 900.
    public static final int MAX_MESSAGE_CHARS = 2048;
    /// Characters kept of a type or code: they are words, or a short sentence at xAI.
    public static final int MAX_CODE_CHARS = 128;

    public Reading {
        message = SafeText.of(message, MAX_MESSAGE_CHARS);
        type = SafeText.of(type, MAX_CODE_CHARS);
        code = SafeText.of(code, MAX_CODE_CHARS);
        quotas = List.copyOf(quotas);
    }
}
