package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one whole chat call into the canonical model. Used once.
final class ChatRequestReader {
    private final Fields body;
    /// What was looked at and has no place in the model.
    private final Map<String, JsonNode> kept = new LinkedHashMap<>();

    private ChatRequestReader(ObjectNode body) {
        this.body = new Fields(body, "");
    }

    /// The call in the canonical model.
    static CanonicalRequest read(ClientCall call) {
        ObjectNode body = (ObjectNode) Trees.parse(call.body().bytes()).orElseThrow();
        body.remove(body.properties().stream()
                .map(Map.Entry::getKey)
                .filter(RequestBody::isOwn)
                .toList());
        return new ChatRequestReader(body).read(call.stream());
    }

    private CanonicalRequest read(boolean stream) {
        body.take("model");
        body.take("stream");
        boolean isLegacy = body.has("functions");
        return new CanonicalRequest(
                WireFormat.OPENAI,
                new ChatTurnReader().read(body.objects("messages")),
                tools(),
                toolChoice(),
                isLegacy ? Boolean.FALSE : body.flag("parallel_tool_calls"),
                outputFormat(),
                sampling(),
                reasoning(),
                maxOutputTokens(),
                stop(),
                stream,
                extras());
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools")) {
            tools.add(tool(tool));
        }
        for (Fields function : body.objects("functions")) {
            tools.add(function(function, Extras.NONE));
        }
        return tools;
    }

    private static Tool tool(Fields tool) {
        String type = tool.text("type");
        boolean isFunction = type.equals("function") || type.isEmpty();
        Optional<Fields> function = isFunction ? tool.object("function") : Optional.empty();
        return function.<Tool>map(fields -> function(fields, tool.rest()))
                .orElseGet(() -> new Tool.Unknown(WireFormat.OPENAI, tool.raw()));
    }

    private static Tool.Function function(Fields function, Extras extras) {
        String name = function.text("name");
        if (name.isEmpty()) {
            throw function.invalid("name", "a name");
        }
        JsonNode parameters = function.take("parameters");
        String description = function.text("description");
        Boolean strict = function.flag("strict");
        return new Tool.Function(name, description, parameters.isMissingNode() ? null : parameters, strict, extras);
    }

    private ToolChoice toolChoice() {
        JsonNode choice = body.take("tool_choice");
        if (choice.isMissingNode()) {
            return legacyChoice(body.take("function_call"));
        }
        Optional<ToolChoice> read = choice.isTextual() ? word(choice.asText()) : choiceObject(choice);
        return read.orElseGet(() -> {
            kept.put("tool_choice", choice);
            return new ToolChoice.Unsaid();
        });
    }

    private static ToolChoice legacyChoice(JsonNode choice) {
        return choice.isObject()
                ? new ToolChoice.Named(choice.path("name").asText())
                : word(choice.asText()).orElseGet(ToolChoice.Unsaid::new);
    }

    private static Optional<ToolChoice> word(String word) {
        return switch (word) {
            case "auto" -> Optional.of(new ToolChoice.Auto());
            case "none" -> Optional.of(new ToolChoice.None());
            // Mistral's own word
            case "required", "any" -> Optional.of(new ToolChoice.Required());
            default -> Optional.empty();
        };
    }

    /// Empty for a choice of tools that only this format has.
    private static Optional<ToolChoice> choiceObject(JsonNode choice) {
        if (choice.has("function")) {
            return Optional.of(
                    new ToolChoice.Named(choice.path("function").path("name").asText()));
        }
        JsonNode allowed = choice.path("allowed_tools");
        List<String> names = new ArrayList<>();
        for (JsonNode tool : allowed.path("tools")) {
            if (!tool.path("function").path("name").isTextual()) {
                return Optional.empty();
            }
            names.add(tool.path("function").path("name").asText());
        }
        boolean isRequired = allowed.path("mode").asText().equals("required");
        return names.isEmpty() ? Optional.empty() : Optional.of(new ToolChoice.Among(names, isRequired));
    }

    private OutputFormat outputFormat() {
        JsonNode format = body.take("response_format");
        return switch (format.path("type").asText()) {
            case "json_object" -> new OutputFormat.Json();
            case "json_schema" -> schema(new Fields(format.path("json_schema"), "response_format.json_schema"));
            case "text", "" -> new OutputFormat.Text();
            default -> {
                kept.put("response_format", format);
                yield new OutputFormat.Text();
            }
        };
    }

    private static OutputFormat schema(Fields schema) {
        JsonNode node = schema.take("schema");
        return new OutputFormat.JsonSchema(
                schema.text("name"),
                schema.text("description"),
                node.isMissingNode() ? Trees.object() : node,
                schema.flag("strict"));
    }

    private Sampling sampling() {
        JsonNode bias = body.take("logit_bias");
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                null,
                body.decimal("frequency_penalty"),
                body.decimal("presence_penalty"),
                body.whole("seed"),
                bias.isEmpty() ? null : bias,
                body.flag("logprobs"),
                body.whole("top_logprobs"),
                body.whole("n"));
    }

    private Reasoning reasoning() {
        JsonNode said = body.take("reasoning_effort");
        boolean isShown = shows();
        Effort effort = effort(said.asText());
        if (effort == null) {
            if (!said.isMissingNode()) {
                kept.put("reasoning_effort", said);
            }
            return isShown ? new Reasoning(Mode.UNSAID, null, 0, true) : Reasoning.UNSAID;
        }
        return new Reasoning(effort == Effort.NONE ? Mode.OFF : Mode.ON, effort, 0, isShown);
    }

    /// Whether the thoughts are asked for, in Groq's words: this format has none.
    private boolean shows() {
        return body.raw().path("include_reasoning").asBoolean()
                || body.raw().path("reasoning_format").asText().equals("parsed");
    }

    private static @Nullable Effort effort(String word) {
        for (Effort effort : Effort.values()) {
            if (effort.name().toLowerCase(Locale.ROOT).equals(word)) {
                return effort;
            }
        }
        return null;
    }

    private long maxOutputTokens() {
        Long older = body.whole("max_tokens");
        Long newer = body.whole("max_completion_tokens");
        Long limit = newer == null ? older : newer;
        return limit == null ? 0 : Math.max(0, limit);
    }

    private List<String> stop() {
        JsonNode stop = body.take("stop");
        if (stop.isTextual()) {
            return stop.asText().isEmpty() ? List.of() : List.of(stop.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : stop) {
            if (!text.isTextual()) {
                throw body.invalid("stop", "a string or an array of strings");
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private Extras extras() {
        JsonNode streamOptions = body.take("stream_options");
        if (streamOptions instanceof ObjectNode options) {
            ObjectNode others = options.deepCopy();
            others.remove("include_usage");
            if (!others.isEmpty()) {
                kept.put("stream_options", others);
            }
        }
        kept.putAll(body.rest().fields());
        return kept.isEmpty() ? Extras.NONE : new Extras(WireFormat.OPENAI, kept);
    }
}
