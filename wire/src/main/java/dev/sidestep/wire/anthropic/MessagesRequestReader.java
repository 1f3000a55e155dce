package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a whole call into the canonical model. Used once.
final class MessagesRequestReader {
    /// A larger limit than any model's output.
    private static final BigInteger MOST_TOKENS = BigInteger.valueOf(1_000_000_000);

    private final ClientCall call;
    private final Fields body;

    MessagesRequestReader(ClientCall call) {
        this.call = call;
        JsonNode tree = Trees.parse(call.body().bytes())
                .orElseThrow(() -> new InvalidRequestException("The request body is not valid JSON", null));
        this.body = new Fields(tree, "");
    }

    CanonicalRequest read() {
        for (String own : List.of("model", "stream")) {
            body.take(own);
        }
        call.body().fields().stream()
                .filter(field -> RequestBody.isOwn(field.name()))
                .forEach(field -> body.take(field.name()));
        List<Turn> turns = turns();
        List<Tool> tools = tools();
        Fields choice = new Fields(body.take("tool_choice").orElse(Trees.object()), "tool_choice");
        Fields config = new Fields(body.take("output_config").orElse(Trees.object()), "output_config");
        OutputFormat format = outputFormat(config);
        Sampling sampling = sampling();
        Reasoning reasoning = reasoning(config);
        List<String> stop = stop();
        return new CanonicalRequest(
                WireFormat.ANTHROPIC,
                turns,
                tools,
                toolChoice(choice),
                choice.flag("disable_parallel_tool_use").map(off -> !off).orElse(null),
                format,
                sampling,
                reasoning,
                maxTokens(),
                stop,
                call.stream(),
                body.extras());
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        body.take("system")
                .map(system -> BlockReader.content(system, "system"))
                .filter(parts -> !parts.isEmpty())
                .ifPresent(parts -> turns.add(new Turn(Role.SYSTEM, parts)));
        JsonNode messages = body.required("messages");
        for (int i = 0; i < messages.size(); i++) {
            turns.add(turn(messages.get(i), "messages[" + i + "]"));
        }
        return turns;
    }

    private static Turn turn(JsonNode message, String where) {
        Fields fields = new Fields(message, where);
        Role role = switch (fields.text("role")) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw new InvalidRequestException(where + ".role is none", where + ".role");
        };
        List<Part> parts = BlockReader.content(fields.required("content"), where + ".content");
        return new Turn(role, parts, "", fields.extras());
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        body.take("tools").ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                tools.add(tool(array.get(i), "tools[" + i + "]"));
            }
        });
        return tools;
    }

    private static Tool tool(JsonNode raw, String where) {
        Fields fields = new Fields(raw, where);
        if (!ToolScan.isFunction(fields.text("type"))) {
            return new Tool.Unknown(WireFormat.ANTHROPIC, raw);
        }
        return new Tool.Function(
                fields.requiredText("name"),
                fields.text("description"),
                fields.take("input_schema").orElse(null),
                fields.flag("strict").orElse(null),
                fields.extras());
    }

    private static ToolChoice toolChoice(Fields choice) {
        return switch (choice.text("type")) {
            case "" -> new ToolChoice.Unsaid();
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "any" -> new ToolChoice.Required();
            case "tool" -> new ToolChoice.Named(choice.requiredText("name"));
            default ->
                throw new InvalidRequestException("tool_choice.type must be auto, any, tool or none", "tool_choice");
        };
    }

    /// The shape of the answer, in the field of today or in that of the beta.
    private OutputFormat outputFormat(Fields config) {
        Optional<JsonNode> format = config.take("format").or(() -> body.take("output_format"));
        return format.<OutputFormat>map(MessagesRequestReader::jsonSchema).orElse(new OutputFormat.Text());
    }

    private static OutputFormat jsonSchema(JsonNode format) {
        Fields fields = new Fields(format, "output_config.format");
        return new OutputFormat.JsonSchema("", "", fields.required("schema"), null);
    }

    private Sampling sampling() {
        return new Sampling(
                decimal("temperature"),
                decimal("top_p"),
                body.number("top_k").map(JsonNode::longValue).orElse(null),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private @Nullable BigDecimal decimal(String name) {
        return body.number(name).map(JsonNode::decimalValue).orElse(null);
    }

    /// `thinking` and `output_config.effort`; what else they say stays an extra.
    private Reasoning reasoning(Fields config) {
        JsonNode thinking = body.take("thinking").orElse(Trees.object());
        ReasoningReader read = ReasoningReader.read(thinking, config.rest());
        keep("thinking", read.thinkingRest());
        keep("output_config", read.configRest());
        return read.reasoning();
    }

    private void keep(String name, ObjectNode rest) {
        if (!rest.isEmpty()) {
            body.keep(name, rest);
        }
    }

    /// The longest answer. A call for none, which only fills the provider's cache, keeps its 0 among the extras.
    private long maxTokens() {
        Optional<JsonNode> asked = body.number("max_tokens");
        asked.filter(tokens -> tokens.longValue() == 0).ifPresent(zero -> body.keep("max_tokens", zero));
        return asked.map(tokens -> tokens.bigIntegerValue().min(MOST_TOKENS).longValue())
                .orElse(0L);
    }

    private List<String> stop() {
        List<String> stop = new ArrayList<>();
        body.take("stop_sequences").ifPresent(array -> array.forEach(text -> stop.add(text.asText())));
        return stop;
    }
}
