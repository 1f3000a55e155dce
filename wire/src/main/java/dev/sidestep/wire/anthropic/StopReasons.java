package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;

/// Why answers end, in the words of the format and back.
final class StopReasons {
    private static final String CONTEXT_WINDOW = "model_context_window_exceeded";

    private StopReasons() {}

    /// What a `stop_reason` means.
    ///
    /// @param hasToolCalls whether the answer has some, which counts more than the word
    /// @param sequence the stop text that was met; empty where none was
    /// @param explanation of a refusal; empty where there is none
    static Finish read(String word, boolean hasToolCalls, String sequence, String explanation) {
        return switch (word) {
            case "max_tokens", CONTEXT_WINDOW -> new Finish(Reason.LENGTH, word);
            case "refusal" -> new Finish(Reason.CONTENT_FILTER, word, explanation);
            case "pause_turn" -> new Finish(Reason.PAUSE, word);
            case "stop_sequence" ->
                hasToolCalls ? new Finish(Reason.TOOL_CALLS, word) : new Finish(Reason.STOP_SEQUENCE, word, sequence);
            // end_turn, tool_use, and words that are not known yet
            default -> new Finish(hasToolCalls ? Reason.TOOL_CALLS : Reason.STOP, word);
        };
    }

    /// The `stop_reason` of an answer.
    ///
    /// @param hasToolCalls whether the answer has some, which counts more than what its provider said
    static String write(Finish finish, boolean hasToolCalls) {
        return switch (finish.reason()) {
            case STOP -> hasToolCalls ? "tool_use" : "end_turn";
            case STOP_SEQUENCE -> hasToolCalls ? "tool_use" : finish.detail().isEmpty() ? "end_turn" : "stop_sequence";
            case LENGTH -> finish.word().equals(CONTEXT_WINDOW) ? CONTEXT_WINDOW : "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
            case PAUSE -> "pause_turn";
        };
    }
}
