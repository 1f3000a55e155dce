package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads Responses requests as strictly as OpenAI does. Throws [RefusedRequest].
record ResponsesReader(Exchange exchange, ResponseStore store, String model) {
    private static final Set<String> PARAMETERS = Set.of(
            "model",
            "input",
            "instructions",
            "background",
            "conversation",
            "include",
            "max_output_tokens",
            "max_tool_calls",
            "metadata",
            "moderation",
            "parallel_tool_calls",
            "previous_response_id",
            "prompt",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention",
            "reasoning",
            "safety_identifier",
            "service_tier",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "truncation",
            "user");
    private static final Map<String, String> MOVED = Map.of(
            "messages", "input",
            "max_tokens", "max_output_tokens",
            "max_completion_tokens", "max_output_tokens",
            "response_format", "text.format",
            "reasoning_effort", "reasoning.effort",
            "verbosity", "text.verbosity");
    private static final Set<String> INCLUDABLE = Set.of(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            "reasoning.encrypted_content",
            "message.output_text.logprobs");
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final int LEAST_OUTPUT_TOKENS = 16;
    private static final String MISSING = "missing_required_parameter";

    ResponsesCall read(ObjectNode body) {
        requireKnownParameters(body);
        boolean reasons = requireModelFits(body);
        var input = conversation(body);
        var items = ResponsesItems.read(input.own(), input.all(), exchange, store, model);
        var tools = tools(ChatReader.present(body, "tools"));
        var format = format(ChatReader.present(body, "text"), body);
        boolean stream = stream(body);
        boolean encrypted = includes(body).contains("reasoning.encrypted_content");
        if (encrypted && !reasons) {
            throw RefusedRequest.of("Encrypted content is not supported with this model.", "include", null);
        }
        var question = new Question(
                model,
                items.lastText(),
                items.lastIsTool(),
                tools,
                toolChoice(body, tools),
                format,
                ChatReader.integer(body, "max_output_tokens", 0, LEAST_OUTPUT_TOKENS, Integer.MAX_VALUE),
                reasons);
        return new ResponsesCall(
                body,
                input.all(),
                question,
                stream,
                items.tokens()
                        + MessageReader.tokensOf(body.path("tools"))
                        + MessageReader.tokensOf(body.path("instructions")),
                reasons,
                encrypted,
                body.path("store").asBoolean(true),
                items.hasImages());
    }

    private static void requireKnownParameters(ObjectNode body) {
        for (var name : (Iterable<String>) body::fieldNames) {
            if (MOVED.containsKey(name)) {
                throw RefusedRequest.of(
                        "Unsupported parameter: '" + name + "'. In the Responses API, this parameter has moved to '"
                                + MOVED.get(name) + "'. Try again with the new parameter. See the API documentation "
                                + "for more information: "
                                + "https://platform.openai.com/docs/api-reference/responses/create.",
                        name,
                        "unsupported_parameter");
            }
            if (!PARAMETERS.contains(name)) {
                throw unknown(name);
            }
        }
        for (var flag : List.of("store", "stream", "background", "parallel_tool_calls")) {
            ChatReader.bool(body, flag);
        }
    }

    private static RefusedRequest unknown(String name) {
        return RefusedRequest.of("Unknown parameter: '" + name + "'.", name, "unknown_parameter");
    }

    /// Answers whether the model reasons about this request.
    private boolean requireModelFits(ObjectNode body) {
        boolean canReason = OpenAiRules.REASONS.isOf(model);
        var reasoning = ChatReader.present(body, "reasoning");
        var effort = ChatReader.present(reasoning, "effort");
        if (!canReason && !effort.isMissingNode()) {
            throw ChatRules.unsupported("reasoning.effort", "");
        }
        if (effort.isTextual() && !EFFORTS.contains(effort.textValue())) {
            throw ChatReader.invalidValue(
                    "reasoning.effort",
                    effort.textValue(),
                    "'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'");
        }
        boolean reasons = canReason && !effort.asText().equals("none");
        for (var sampling : List.of("temperature", "top_p", "top_logprobs")) {
            if (canReason && body.hasNonNull(sampling) && body.path(sampling).doubleValue() != 1) {
                throw ChatRules.unsupported(sampling, "");
            }
        }
        ChatReader.number(body, "temperature", 0, 2);
        ChatReader.number(body, "top_p", 0, 1);
        if (body.path("background").asBoolean(false)) {
            throw RefusedRequest.of("Background mode is not available here.", "background", "unsupported_value");
        }
        return reasons;
    }

    /// A conversation, of which the request brought a part itself.
    private record Conversation(ArrayNode own, ArrayNode all) {}

    private Conversation conversation(ObjectNode body) {
        for (var handle : List.of("conversation", "prompt")) {
            var value = ChatReader.present(body, handle);
            if (!value.isMissingNode()) {
                var id =
                        value.isTextual() ? value.textValue() : value.path("id").asText();
                var name = Character.toUpperCase(handle.charAt(0)) + handle.substring(1);
                throw new RefusedRequest(
                        404, name + " with id '" + id + "' not found.", "invalid_request_error", null, null);
            }
        }
        var previous = ChatReader.present(body, "previous_response_id");
        var all = JsonNodeFactory.instance.arrayNode();
        if (!previous.isMissingNode()) {
            all.addAll(store.response(exchange, previous.asText())
                    .orElseThrow(() -> RefusedRequest.of(
                            "Previous response with id '" + previous.asText() + "' not found.",
                            "previous_response_id",
                            "previous_response_not_found"))
                    .conversation());
        }
        var own = items(ChatReader.present(body, "input"), !previous.isMissingNode());
        return new Conversation(own, all.addAll(own));
    }

    private static ArrayNode items(JsonNode input, boolean continued) {
        var items = JsonNodeFactory.instance.arrayNode();
        if (input.isTextual()) {
            items.addObject().put("role", "user").put("content", input.textValue());
        } else if (input instanceof ArrayNode array) {
            items.addAll(array);
        } else if (!input.isMissingNode()) {
            throw ChatReader.wrongType("input", "one of a string or array of objects", input);
        }
        if (items.isEmpty() && !continued) {
            throw RefusedRequest.of(
                    "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' must be provided.",
                    "input",
                    MISSING);
        }
        return items;
    }

    private static boolean stream(ObjectNode body) {
        boolean stream = ChatReader.bool(body, "stream");
        var options = ChatReader.present(body, "stream_options");
        if (!options.isMissingNode() && !stream) {
            throw RefusedRequest.of(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        options.fieldNames().forEachRemaining(name -> {
            if (!name.equals("include_obfuscation")) {
                throw unknown("stream_options." + name);
            }
        });
        return stream;
    }

    private static Set<String> includes(ObjectNode body) {
        var includes = new LinkedHashSet<String>();
        for (var include : ChatReader.present(body, "include")) {
            if (!INCLUDABLE.contains(include.asText())) {
                throw ChatReader.invalidValue(
                        "include[" + includes.size() + "]",
                        include.asText(),
                        "'" + String.join("', '", INCLUDABLE.stream().sorted().toList()) + "'");
            }
            includes.add(include.asText());
        }
        return includes;
    }

    private static List<Question.Offer> tools(JsonNode tools) {
        var offers = new ArrayList<Question.Offer>();
        if (!tools.isMissingNode() && !tools.isArray()) {
            throw ChatReader.wrongType("tools", "an array of objects", tools);
        }
        for (int i = 0; i < tools.size(); i++) {
            var type = tools.get(i).path("type").asText("");
            var at = "tools[" + i + "]";
            if (type.isEmpty()) {
                throw RefusedRequest.of("Missing required parameter: '" + at + ".type'.", at + ".type", MISSING);
            }
            if (type.equals("function")) {
                offers.add(function(tools.get(i), at));
            }
        }
        return offers;
    }

    private static Question.Offer function(JsonNode tool, String at) {
        var name = tool.path("name");
        if (!name.isTextual()) {
            throw RefusedRequest.of("Missing required parameter: '" + at + ".name'.", at + ".name", MISSING);
        }
        ResponsesItems.requireName(name.textValue(), at + ".name");
        tool.fieldNames().forEachRemaining(field -> {
            if (!Set.of("type", "name", "description", "parameters", "strict", "defer_loading", "allowed_callers")
                    .contains(field)) {
                throw unknown(at + "." + field);
            }
        });
        // Unless told, a schema that can be kept to strictly is; one that cannot is taken as it is.
        StrictSchema.ofFunction(name.textValue(), at + ".parameters")
                .require(tool.path("parameters"), tool.path("strict").asBoolean(false));
        return new Question.Offer(name.textValue(), tool.path("parameters"));
    }

    private static Question.Choice toolChoice(ObjectNode body, List<Question.Offer> tools) {
        var choice = ChatReader.present(body, "tool_choice");
        if (choice.isMissingNode()) {
            return Question.Choice.AUTO;
        }
        if (choice.isTextual()) {
            requireTools(body, choice);
            return Choices.named(choice.textValue());
        }
        return switch (choice.path("type").asText()) {
            case "function" -> forced(choice, tools);
            case "allowed_tools" -> allowed(choice);
            case String _ -> Question.Choice.AUTO; // one of OpenAI's own tools, which nobody calls here
        };
    }

    private static void requireTools(ObjectNode body, JsonNode choice) {
        if (choice.textValue().equals("required") && body.path("tools").isEmpty()) {
            throw RefusedRequest.of(
                    "Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice", null);
        }
    }

    private static Question.Choice forced(JsonNode choice, List<Question.Offer> tools) {
        var name = choice.path("name");
        if (!name.isTextual()) {
            throw RefusedRequest.of("Missing required parameter: 'tool_choice.name'.", "tool_choice.name", MISSING);
        }
        if (tools.stream().noneMatch(tool -> tool.name().equals(name.textValue()))) {
            throw RefusedRequest.of(
                    "Tool choice '" + name.textValue() + "' not found in 'tools' parameter.", "tool_choice", null);
        }
        return new Question.Choice(Question.Choice.Mode.ANY, Set.of(name.textValue()));
    }

    private static Question.Choice allowed(JsonNode choice) {
        var names = new LinkedHashSet<String>();
        choice.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        return new Question.Choice(Choices.named(choice.path("mode").asText()).mode(), names);
    }

    private static Question.Format format(JsonNode text, ObjectNode body) {
        text.fieldNames().forEachRemaining(name -> {
            if (!Set.of("format", "verbosity").contains(name)) {
                throw unknown("text." + name);
            }
        });
        var format = ChatReader.present(text, "format");
        return switch (format.path("type").asText("text")) {
            case "text" -> new Question.Format.Text();
            case "json_object" -> {
                requireJsonMentioned(body);
                yield new Question.Format.Json();
            }
            case "json_schema" -> schema(format);
            case String other ->
                throw ChatReader.invalidValue("text.format.type", other, "'json_object', 'json_schema', and 'text'");
        };
    }

    private static void requireJsonMentioned(ObjectNode body) {
        if (!body.path("input").toString().toLowerCase(Locale.ROOT).contains("json")) {
            throw RefusedRequest.of(
                    "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
                            + "'json_object'.",
                    "input",
                    null);
        }
    }

    private static Question.Format schema(JsonNode format) {
        for (var required : List.of("name", "schema")) {
            if (!format.hasNonNull(required)) {
                var at = "text.format." + required;
                throw RefusedRequest.of("Missing required parameter: '" + at + "'.", at, MISSING);
            }
        }
        var name = format.path("name").asText();
        ResponsesItems.requireName(name, "text.format.name");
        StrictSchema.ofFormat(name, "text.format.schema")
                .require(format.path("schema"), format.path("strict").asBoolean(false));
        return new Question.Format.Schema(format.path("schema"));
    }
}
