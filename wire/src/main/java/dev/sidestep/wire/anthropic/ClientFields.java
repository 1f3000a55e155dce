package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;

/// The names that a call's own wire format has for what can be lost on the way. Immutable.
///
/// @param maxTokens the longest answer
/// @param reasoning how much the model is to think
/// @param format the shape of the answer
/// @param parallel whether several tools may be called at once
/// @param stop texts at which the answer ends
record ClientFields(String maxTokens, String reasoning, String format, String parallel, String stop) {
    static ClientFields of(WireFormat origin, ClientCall call) {
        return switch (origin) {
            case OPENAI ->
                new ClientFields(
                        call.body().has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens",
                        "reasoning_effort",
                        "response_format",
                        "parallel_tool_calls",
                        "stop");
            case RESPONSES ->
                new ClientFields("max_output_tokens", "reasoning", "text.format", "parallel_tool_calls", "stop");
            case ANTHROPIC ->
                new ClientFields("max_tokens", "thinking", "output_config.format", "tool_choice", "stop_sequences");
            case GEMINI ->
                new ClientFields(
                        "maxOutputTokens", "thinkingConfig", "responseJsonSchema", "toolConfig", "stopSequences");
        };
    }
}
