package dev.sidestep.wire.gemini;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;

/// What the client calls the fields that may be lost.
///
/// @param maxTokens the longest answer
/// @param stop the texts that end it
/// @param outputFormat its shape
/// @param reasoning how much to think
/// @param parallelTools whether several tools may be called at once
record FieldNames(String maxTokens, String stop, String outputFormat, String reasoning, String parallelTools) {
    private static final FieldNames CHAT =
            new FieldNames("max_tokens", "stop", "response_format", "reasoning_effort", "parallel_tool_calls");
    private static final FieldNames NEWER_CHAT = new FieldNames(
            "max_completion_tokens", "stop", "response_format", "reasoning_effort", "parallel_tool_calls");
    private static final FieldNames RESPONSES =
            new FieldNames("max_output_tokens", "stop", "text.format", "reasoning", "parallel_tool_calls");
    private static final FieldNames MESSAGES = new FieldNames(
            "max_tokens",
            "stop_sequences",
            "output_config.format",
            "thinking",
            "tool_choice.disable_parallel_tool_use");

    /// The names in a call.
    static FieldNames of(WireFormat origin, ClientCall call) {
        return switch (origin) {
            case RESPONSES -> RESPONSES;
            case ANTHROPIC -> MESSAGES;
            case OPENAI, GEMINI -> call.body().has("max_completion_tokens") ? NEWER_CHAT : CHAT;
        };
    }
}
