package dev.sidestep.wire.openai;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Loss;
import java.util.Map;

/// How fields of this format are called in another one, so that a loss is told in the client's words.
record FieldNames(Map<String, String> names) {
    private static final FieldNames SAME = new FieldNames(Map.of());

    private static final FieldNames ANTHROPIC = new FieldNames(Map.of(
            "max_completion_tokens", "max_tokens",
            "stop", "stop_sequences",
            "reasoning_effort", "thinking",
            "response_format", "output_config.format",
            "parallel_tool_calls", "tool_choice.disable_parallel_tool_use",
            "messages.file", "messages.document",
            "messages.image_url", "messages.image"));

    private static final FieldNames RESPONSES = new FieldNames(Map.of(
            "max_completion_tokens", "max_output_tokens",
            "max_tokens", "max_output_tokens",
            "reasoning_effort", "reasoning.effort",
            "response_format", "text.format",
            "messages.file", "input.input_file",
            "messages.image_url", "input.input_image"));

    static FieldNames of(WireFormat origin) {
        return switch (origin) {
            case ANTHROPIC -> ANTHROPIC;
            case RESPONSES -> RESPONSES;
            case OPENAI, GEMINI -> SAME;
        };
    }

    String of(String name) {
        return names.getOrDefault(name, name);
    }

    Loss translate(Loss loss) {
        return new Loss(of(loss.field()), loss.action(), loss.detail());
    }
}
