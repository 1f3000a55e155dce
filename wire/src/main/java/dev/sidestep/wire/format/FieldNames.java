package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.WireFormat;
import java.util.Map;

/// What a client calls the fields of its call, so that a loss has one name whatever the target. Immutable.
///
/// Writers say it in the words of Chat Completions. Names are without indexes: `messages.name`, `tools.strict`.
public final class FieldNames {
    private static final String LIMIT = "max_completion_tokens";
    private static final String OLDER_LIMIT = "max_tokens";

    /// By the words of Chat Completions; what stands below a field goes with it.
    private static final Map<String, String> MESSAGES = Map.ofEntries(
            Map.entry(LIMIT, "max_tokens"),
            Map.entry("stop", "stop_sequences"),
            Map.entry("reasoning_effort", "thinking"),
            Map.entry("response_format", "output_config.format"),
            Map.entry("parallel_tool_calls", "tool_choice.disable_parallel_tool_use"),
            Map.entry("tools.parameters", "tools.input_schema"),
            Map.entry("messages.reasoning_content", "messages.thinking"),
            Map.entry("messages.image_url", "messages.image"),
            Map.entry("messages.input_audio", "messages.audio"),
            Map.entry("messages.file", "messages.document"),
            Map.entry("messages.file.filename", "messages.document.title"),
            Map.entry("messages.tool_calls", "messages.tool_use"),
            Map.entry("messages.tool_calls.arguments", "messages.tool_use.input"),
            Map.entry("messages.tool_results", "messages.tool_result"));

    private static final Map<String, String> RESPONSES = Map.ofEntries(
            Map.entry(LIMIT, "max_output_tokens"),
            Map.entry(OLDER_LIMIT, "max_output_tokens"),
            Map.entry("reasoning_effort", "reasoning"),
            Map.entry("response_format", "text.format"),
            Map.entry("messages", "input"),
            Map.entry("messages.reasoning_content", "input.reasoning"),
            Map.entry("messages.image_url", "input.input_image"),
            Map.entry("messages.file", "input.input_file"),
            Map.entry("messages.tool_calls", "input.function_call"),
            Map.entry("messages.tool_results", "input.function_call_output"));

    private final Map<String, String> names;

    private FieldNames(Map<String, String> names) {
        this.names = names;
    }

    /// The names in a client's call.
    ///
    /// @param origin the format that it came in
    public static FieldNames of(WireFormat origin, ClientCall call) {
        return new FieldNames(
                switch (origin) {
                    case ANTHROPIC -> MESSAGES;
                    case RESPONSES -> RESPONSES;
                    case OPENAI, GEMINI -> call.body().has(LIMIT) ? Map.of() : Map.of(LIMIT, OLDER_LIMIT);
                });
    }

    /// The client's name for a field; a field that only the client's format has keeps its own.
    ///
    /// @param field in the words of Chat Completions
    String of(String field) {
        String name = names.get(field);
        int dot = field.lastIndexOf('.');
        if (name != null || dot < 0) {
            return name == null ? field : name;
        }
        return of(field.substring(0, dot)) + field.substring(dot);
    }
}
