package dev.sidestep.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads OpenAI chat requests as strictly as the real APIs do. Throws [RefusedRequest].
final class ChatReader {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> PARAMETERS = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "n",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "user",
            "seed",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "functions",
            "function_call",
            "response_format",
            "service_tier",
            "store",
            "metadata",
            "modalities",
            "audio",
            "prediction",
            "reasoning_effort",
            "verbosity",
            "web_search_options",
            "safety_identifier",
            "moderation",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention");
    private static final Set<String> GROQ_PARAMETERS = Set.of(
            "reasoning_format",
            "include_reasoning",
            "search_settings",
            "documents",
            "citation_options",
            "compound_custom",
            "exclude_domains",
            "include_domains",
            "disable_tool_validation");
    private static final Set<String> NOT_AT_GROQ = Set.of("logprobs", "logit_bias", "top_logprobs");
    private static final int MAX_CHOICES = 128;
    private static final int MAX_TOOLS = 128;

    private ChatReader() {}

    static ObjectNode object(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // told below, like a body that is no object
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does no I/O", e);
        }
        throw new RefusedRequest(
                400,
                "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your "
                        + "HTTP library correctly. The API expects a JSON payload, but what was sent was not valid "
                        + "JSON.)",
                "invalid_request_error",
                null,
                null);
    }

    static String model(ObjectNode body) {
        var model = body.path("model");
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw new RefusedRequest(400, "you must provide a model parameter", "invalid_request_error", null, null);
        }
        return model.textValue();
    }

    static ChatCall read(ObjectNode body, Dialect dialect) {
        requireKnownParameters(body, dialect);
        var model = model(body);
        ChatRules.require(body, model, dialect);
        var messages = MessageReader.read(body.path("messages"), dialect);
        int choices = (int) integer(body, "n", 1, 1, dialect == Dialect.GROQ ? 1 : MAX_CHOICES);
        boolean stream = bool(body, "stream");
        var streamOptions = present(body, "stream_options");
        if (!streamOptions.isMissingNode() && !stream) {
            throw RefusedRequest.of(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        number(body, "temperature", 0, 2);
        number(body, "top_p", 0, 1);
        number(body, "presence_penalty", -2, 2);
        number(body, "frequency_penalty", -2, 2);
        var tools = tools(present(body, "tools"));
        var format = responseFormat(body);
        requireJsonMentioned(body, format, dialect);
        var question = new Question(
                model,
                messages.lastText(),
                messages.lastIsTool(),
                offers(tools),
                toolChoice(body, tools),
                format(format),
                maxTokens(body),
                false);
        return new ChatCall(
                question,
                stream,
                streamOptions.path("include_usage").asBoolean(false),
                choices,
                messages.tokens()
                        + tools.stream().mapToLong(MessageReader::tokensOf).sum(),
                messages.hasImages());
    }

    private static List<Question.Offer> offers(List<JsonNode> tools) {
        return tools.stream()
                .map(tool -> tool.path("function"))
                .map(tool -> new Question.Offer(tool.path("name").asText(), tool.path("parameters")))
                .toList();
    }

    private static Question.Format format(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_schema" -> {
                var schema = format.path("json_schema").path("schema");
                yield schema.isObject() ? new Question.Format.Schema(schema) : new Question.Format.Json();
            }
            case "json_object" -> new Question.Format.Json();
            case String _ -> new Question.Format.Text();
        };
    }

    private static void requireJsonMentioned(ObjectNode body, JsonNode format, Dialect dialect) {
        boolean mentioned =
                body.path("messages").toString().toLowerCase(Locale.ROOT).contains("json");
        if (format.path("type").asText().equals("json_object") && !mentioned) {
            throw RefusedRequest.of(
                    "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
                            + "'json_object'.",
                    dialect == Dialect.GROQ ? "response_format" : "messages",
                    null);
        }
    }

    private static void requireKnownParameters(ObjectNode body, Dialect dialect) {
        for (var name : (Iterable<String>) body::fieldNames) {
            boolean groq = dialect == Dialect.GROQ;
            if (groq && NOT_AT_GROQ.contains(name) && !body.path(name).isNull()) {
                throw RefusedRequest.of("property '" + name + "' is unsupported", name, null);
            }
            if (!PARAMETERS.contains(name) && !(groq && GROQ_PARAMETERS.contains(name))) {
                throw RefusedRequest.of(
                        groq ? "property '" + name + "' is unsupported" : "Unknown parameter: '" + name + "'.",
                        name,
                        groq ? null : "unknown_parameter");
            }
        }
    }

    /// The value of a field; a missing node where it is absent or null.
    static JsonNode present(JsonNode body, String field) {
        var value = body.path(field);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private static long maxTokens(ObjectNode body) {
        long old = integer(body, "max_tokens", 0, 1, Integer.MAX_VALUE);
        long current = integer(body, "max_completion_tokens", 0, 1, Integer.MAX_VALUE);
        return current > 0 ? current : old;
    }

    static long integer(ObjectNode body, String field, long absent, long least, long most) {
        var value = present(body, field);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(field, "an integer", value);
        }
        requireWithin("integer", field, value, least, most);
        return value.longValue();
    }

    static void number(ObjectNode body, String field, long least, long most) {
        var value = present(body, field);
        if (value.isMissingNode()) {
            return;
        }
        if (!value.isNumber()) {
            throw wrongType(field, "a decimal", value);
        }
        requireWithin("decimal", field, value, least, most);
    }

    private static void requireWithin(String kind, String field, JsonNode value, long least, long most) {
        if (value.doubleValue() < least) {
            throw RefusedRequest.of(
                    "Invalid '%s': %s below minimum value. Expected a value >= %d, but got %s instead."
                            .formatted(field, kind, least, value),
                    field,
                    kind + "_below_min_value");
        }
        if (value.doubleValue() > most) {
            throw RefusedRequest.of(
                    "Invalid '%s': %s above maximum value. Expected a value <= %d, but got %s instead."
                            .formatted(field, kind, most, value),
                    field,
                    kind + "_above_max_value");
        }
    }

    static boolean bool(ObjectNode body, String field) {
        var value = present(body, field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrongType(field, "a boolean", value);
        }
        return value.asBoolean(false);
    }

    private static List<JsonNode> tools(JsonNode tools) {
        var read = new ArrayList<JsonNode>();
        if (tools.isMissingNode()) {
            return read;
        }
        if (!tools.isArray()) {
            throw wrongType("tools", "an array of objects", tools);
        }
        if (tools.isEmpty() || tools.size() > MAX_TOOLS) {
            throw RefusedRequest.of(
                    "Invalid 'tools': expected an array with 1 to " + MAX_TOOLS + " elements, but got " + tools.size()
                            + " instead.",
                    "tools",
                    tools.isEmpty() ? "empty_array" : "array_above_max_length");
        }
        for (int i = 0; i < tools.size(); i++) {
            var at = "tools[" + i + "].function.name";
            var name = tools.get(i).path("function").path("name");
            if (!name.isTextual()) {
                throw RefusedRequest.of("Missing required parameter: '" + at + "'.", at, "missing_required_parameter");
            }
            if (!name.textValue().matches("[a-zA-Z0-9_-]{1,64}")) {
                throw RefusedRequest.of(
                        "Invalid '" + at + "': string does not match pattern. Expected a string that matches the "
                                + "pattern '^[a-zA-Z0-9_-]+$'.",
                        at,
                        "invalid_value");
            }
            var function = tools.get(i).path("function");
            StrictSchema.ofFunction(name.textValue(), "tools[" + i + "].function.parameters")
                    .require(
                            function.path("parameters"), function.path("strict").asBoolean(false));
            read.add(tools.get(i));
        }
        return read;
    }

    private static Question.Choice toolChoice(ObjectNode body, List<JsonNode> tools) {
        var choice = present(body, "tool_choice");
        if (choice.isMissingNode()) {
            return Question.Choice.AUTO;
        }
        if (tools.isEmpty() && !choice.asText().equals("none")) {
            throw RefusedRequest.of(
                    "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                    "tool_choice",
                    null);
        }
        if (choice.isTextual()) {
            return Choices.named(choice.textValue());
        }
        return switch (choice.path("type").asText()) {
            case "allowed_tools" -> allowed(choice.path("allowed_tools"));
            case String _ -> forced(choice, tools);
        };
    }

    private static Question.Choice forced(JsonNode choice, List<JsonNode> tools) {
        var name = choice.path("function").path("name");
        if (!name.isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter: 'tool_choice.function.name'.",
                    "tool_choice.function.name",
                    "missing_required_parameter");
        }
        if (offers(tools).stream().noneMatch(tool -> tool.name().equals(name.textValue()))) {
            throw RefusedRequest.of(
                    "Invalid value for 'tool_choice': Tool choice '" + name.textValue()
                            + "' not found in 'tools' parameter.",
                    "tool_choice",
                    null);
        }
        return new Question.Choice(Question.Choice.Mode.ANY, Set.of(name.textValue()));
    }

    private static Question.Choice allowed(JsonNode allowed) {
        var names = new LinkedHashSet<String>();
        allowed.path("tools")
                .forEach(tool -> names.add(tool.path("function").path("name").asText()));
        return new Question.Choice(Choices.named(allowed.path("mode").asText()).mode(), names);
    }

    private static JsonNode responseFormat(ObjectNode body) {
        var format = present(body, "response_format");
        var type = format.path("type").asText();
        if (!format.isMissingNode()
                && !Set.of("text", "json_object", "json_schema").contains(type)) {
            throw invalidValue("response_format.type", type, "'json_object', 'json_schema', and 'text'");
        }
        if (type.equals("json_schema")
                && !format.path("json_schema").path("name").isTextual()) {
            throw RefusedRequest.of(
                    "Missing required parameter: 'response_format.json_schema.name'.",
                    "response_format.json_schema.name",
                    "missing_required_parameter");
        }
        var named = format.path("json_schema");
        if (named.path("schema").isObject()) {
            StrictSchema.ofFormat(named.path("name").asText(), "response_format")
                    .require(named.path("schema"), named.path("strict").asBoolean(false));
        }
        return format;
    }

    static RefusedRequest invalidValue(String at, String value, String supported) {
        return RefusedRequest.of(
                "Invalid value: '" + value + "'. Supported values are: " + supported + ".", at, "invalid_value");
    }

    static RefusedRequest wrongType(String at, String expected, JsonNode value) {
        return RefusedRequest.of(
                "Invalid type for '" + at + "': expected " + expected + ", but got "
                        + value.getNodeType().name().toLowerCase(Locale.ROOT) + " instead.",
                at,
                "invalid_type");
    }
}
