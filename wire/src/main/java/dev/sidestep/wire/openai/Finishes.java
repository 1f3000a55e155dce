package dev.sidestep.wire.openai;

import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;

/// Why answers ended, in this format's words and back.
final class Finishes {
    private Finishes() {}

    /// What a provider's word means. Words alone do not tell of tool calls: OpenAI itself, and Google's endpoint in
    /// this
    /// format, end answers that have some with `stop`.
    ///
    /// @param refusal what the model said it would not do; empty where it did not
    static Finish read(String word, boolean hasToolCalls, String refusal) {
        Reason reason = switch (word) {
            // `model_length` is Mistral's
            case "length", "max_tokens", "model_length" -> Reason.LENGTH;
            case "content_filter" -> Reason.CONTENT_FILTER;
            default -> hasToolCalls ? Reason.TOOL_CALLS : Reason.STOP;
        };
        boolean refused = reason == Reason.STOP && !refusal.isEmpty();
        return new Finish(refused ? Reason.CONTENT_FILTER : reason, word, refusal);
    }

    /// The word for clients, whose SDKs know these and no other.
    static String word(Finish finish) {
        return switch (finish.reason()) {
            case STOP, STOP_SEQUENCE, PAUSE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}
