package dev.sidestep.wire.gemini;

import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import java.util.Map;
import java.util.Set;

/// Why an answer ended, by Gemini's words (`finishReason`).
final class Ending {
    /// Said as long as an answer goes on.
    private static final Set<String> NONE = Set.of("", "FINISH_REASON_UNSPECIFIED");

    /// Ends that are no answer: the model could not form what it wanted to say.
    private static final Set<String> FAILURES = Set.of(
            "MALFORMED_FUNCTION_CALL",
            "UNEXPECTED_TOOL_CALL",
            "MALFORMED_RESPONSE",
            "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE");

    private static final Map<String, Reason> REASONS = Map.ofEntries(
            Map.entry("MAX_TOKENS", Reason.LENGTH),
            Map.entry("CONTINUATION", Reason.PAUSE),
            Map.entry("SAFETY", Reason.CONTENT_FILTER),
            Map.entry("RECITATION", Reason.CONTENT_FILTER),
            Map.entry("LANGUAGE", Reason.CONTENT_FILTER),
            Map.entry("BLOCKLIST", Reason.CONTENT_FILTER),
            Map.entry("PROHIBITED_CONTENT", Reason.CONTENT_FILTER),
            Map.entry("SPII", Reason.CONTENT_FILTER),
            Map.entry("MODEL_ARMOR", Reason.CONTENT_FILTER),
            Map.entry("IMAGE_SAFETY", Reason.CONTENT_FILTER),
            Map.entry("IMAGE_PROHIBITED_CONTENT", Reason.CONTENT_FILTER),
            Map.entry("IMAGE_RECITATION", Reason.CONTENT_FILTER));

    private Ending() {}

    /// True for a word that says why the answer ended.
    static boolean isSaid(String word) {
        return !NONE.contains(word);
    }

    /// True for a word that says that there is no answer.
    static boolean isFailure(String word) {
        return FAILURES.contains(word);
    }

    /// The end of an answer: `STOP` and words that nobody knows mean what the answer itself shows.
    ///
    /// @param message the provider's own sentence about it; empty where it has none
    static Finish of(String word, String message, boolean hasToolCalls) {
        Reason reason = REASONS.getOrDefault(word, hasToolCalls ? Reason.TOOL_CALLS : Reason.STOP);
        return new Finish(reason, word, reason == Reason.CONTENT_FILTER ? message : "");
    }
}
