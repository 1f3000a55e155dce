package dev.sidestep.wire.crossing;

import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a call says, by topic, in words that no wire has: turns that only some wires merge, and the ids of tool calls,
/// which only some keep, make no difference. Not thread-safe.
final class Gist {
    /// What a call may say something about, and which losses may change that, by how their fields read.
    private enum Topic {
        OPERATOR("(messages|input)(\\.system)?|response_format.*|output_config\\.format|text\\.format"),
        WORDS("(messages|input)(\\.(content|name|prefill|document|tool_result.*|function_call_output.*))?"),
        THOUGHTS("(messages|input)\\.(thinking|reasoning.*|encrypted_content)"),
        NAMES("(messages|input)\\.name"),
        CALLS("(messages|input)\\.(tool_calls|tool_use|function_call)(\\.[a-z]+)?"),
        RESULTS("(messages|input)\\.(tool_result.*|function_call_output.*|is_error)"),
        MEDIA("(messages|input)\\.(content\\.)?(image|document|file|input_|tool_result|function_call_output).*"),
        TOOLS("tools.*|tool_choice"),
        CHOICE("tool_choice.*"),
        PARALLEL("parallel_tool_calls|.*disable_parallel_tool_use"),
        FORMAT("response_format.*|output_config\\.format|text\\.format"),
        TEMPERATURE("temperature"),
        TOP_P("top_p"),
        TOP_K("top_k"),
        FREQUENCY("frequency_penalty"),
        PRESENCE("presence_penalty"),
        SEED("seed"),
        EFFORT("reasoning.*|thinking.*|output_config.effort"),
        LONGEST("max_.*"),
        STOP("stop.*"),
        STREAM("stream");

        private final String losses;

        Topic(String losses) {
            this.losses = losses;
        }

        boolean isTold(List<Loss> told) {
            return told.stream().anyMatch(loss -> loss.field().matches(losses));
        }
    }

    /// A call that leaves open how long the answer may be; a wire that wants it said may say anything.
    private static final List<String> LEFT_OPEN = List.of("0");

    private final Map<Topic, List<String>> said = new EnumMap<>(Topic.class);
    private final Map<String, Integer> calls = new HashMap<>();

    private Gist() {}

    static Gist of(CanonicalRequest request) {
        Gist gist = new Gist();
        request.turns().forEach(gist::turn);
        request.tools().forEach(tool -> gist.say(Topic.TOOLS, tool(tool)));
        gist.say(Topic.CHOICE, choice(request.toolChoice()));
        gist.say(Topic.PARALLEL, parallel(request));
        gist.say(Topic.FORMAT, format(request.outputFormat()));
        gist.sampling(request.sampling());
        gist.say(Topic.EFFORT, request.reasoning().effort().toString());
        gist.say(Topic.LONGEST, Long.toString(request.maxOutputTokens()));
        request.stop().forEach(text -> gist.say(Topic.STOP, text));
        gist.say(Topic.STREAM, Boolean.toString(request.stream()));
        return gist;
    }

    /// What another one says differently with no loss to tell it.
    List<String> undeclared(Gist other, List<Loss> losses) {
        List<String> changes = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            boolean isSame = on(topic).equals(other.on(topic))
                    || (topic == Topic.LONGEST && on(topic).equals(LEFT_OPEN));
            if (!isSame && !topic.isTold(losses)) {
                changes.add(topic + ": " + on(topic) + " became " + other.on(topic));
            }
        }
        return changes;
    }

    private List<String> on(Topic topic) {
        return said.getOrDefault(topic, List.of());
    }

    private void say(Topic topic, String text) {
        said.computeIfAbsent(topic, _ -> new ArrayList<>()).add(text);
    }

    private void turn(Turn turn) {
        if (!turn.name().isEmpty()) {
            say(Topic.NAMES, turn.name());
        }
        turn.parts().forEach(part -> part(turn.role(), part));
    }

    private void part(Role role, Part part) {
        switch (part) {
            case Part.Text(var text, var _, var _)
            when role == Role.SYSTEM || role == Role.DEVELOPER -> say(Topic.OPERATOR, text);
            case Part.Text(var text, var _, var _) -> say(Topic.WORDS, role + " " + text);
            case Part.Refusal(var text) -> say(Topic.WORDS, role + " refuses " + text);
            case Part.Image image -> say(Topic.MEDIA, image.source().toString());
            case Part.Audio audio -> say(Topic.MEDIA, audio.source().toString());
            case Part.Document document -> say(Topic.MEDIA, document.source() + " " + document.name());
            case Part.Thinking thinking -> say(Topic.THOUGHTS, thinking.text());
            case Part.RedactedThinking _ -> say(Topic.THOUGHTS, "hidden");
            case Part.ToolCall call -> {
                calls.putIfAbsent(call.id(), calls.size());
                say(Topic.CALLS, call.name() + " " + json(call.arguments()));
            }
            case Part.ToolResult result -> say(Topic.RESULTS, calls.get(result.callId()) + result(result));
            case Part.Unknown unknown -> say(Topic.WORDS, "unknown " + unknown.raw());
        }
    }

    private void sampling(Sampling sampling) {
        say(Topic.TEMPERATURE, number(sampling.temperature()));
        say(Topic.TOP_P, number(sampling.topP()));
        say(Topic.TOP_K, String.valueOf(sampling.topK()));
        say(Topic.FREQUENCY, number(sampling.frequencyPenalty()));
        say(Topic.PRESENCE, number(sampling.presencePenalty()));
        say(Topic.SEED, String.valueOf(sampling.seed()));
    }

    /// Several at once is what all wires mean where nothing was said, and without tools to call it means nothing.
    private static String parallel(CanonicalRequest request) {
        boolean isOff = Boolean.FALSE.equals(request.knownParallelTools());
        return isOff && !(request.toolChoice() instanceof ToolChoice.None) ? "off" : "on";
    }

    private static String choice(ToolChoice choice) {
        return (choice instanceof ToolChoice.Unsaid ? new ToolChoice.Auto() : choice).toString();
    }

    private static String result(Part.ToolResult result) {
        return (result.isError() ? " error " : " ")
                + result.parts().stream().map(Gist::shown).toList();
    }

    private static String shown(Part part) {
        return switch (part) {
            case Part.Text(var text, var _, var _) -> text;
            case Part.Image(var source, var _, var _) -> source.toString();
            default -> part.toString();
        };
    }

    private static String tool(Tool tool) {
        return switch (tool) {
            case Tool.Function function ->
                function.name() + " " + function.description() + " " + function.knownParameters();
            case Tool.Unknown unknown -> unknown.raw().toString();
        };
    }

    private static String format(OutputFormat format) {
        return switch (format) {
            case OutputFormat.Text _ -> "text";
            case OutputFormat.Json _ -> "json";
            case OutputFormat.JsonSchema schema -> "schema " + schema.schema();
        };
    }

    private static String json(String text) {
        return Trees.parse(text).map(Objects::toString).orElse(text);
    }

    private static String number(@Nullable BigDecimal number) {
        return number == null ? "unsaid" : number.stripTrailingZeros().toPlainString();
    }
}
