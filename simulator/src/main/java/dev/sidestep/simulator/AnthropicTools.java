package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the tools of a Messages request. Throws [RefusedRequest].
final class AnthropicTools {
    private static final Set<String> CUSTOM = Set.of(
            "type",
            "name",
            "description",
            "input_schema",
            "cache_control",
            "strict",
            "eager_input_streaming",
            "defer_loading",
            "allowed_callers",
            "input_examples");
    private static final String SERVER_TOOL = "[a-z_]+_\\d{8}"; // as in web_search_20250305
    private static final String NAME = "[a-zA-Z0-9_-]{1,128}";

    /// Keywords that a schema which is kept to strictly cannot have.
    private static final Set<String> UNSUPPORTED = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");
    private static final int MAX_DEPTH = 20;

    private AnthropicTools() {}

    /// The tools that the model may call; tools of Anthropic's own are known, and never called.
    static List<Question.Offer> read(Input tools) {
        var offers = new ArrayList<Question.Offer>();
        if (tools.node().isMissingNode()) {
            return offers;
        }
        var names = new HashSet<String>();
        for (var tool : tools.elements()) {
            tool.requireObject();
            boolean custom = tool.at("type").node().isMissingNode()
                    || tool.at("type").text().equals("custom");
            if (custom) {
                offers.add(custom(tool.as("custom")));
            } else if (!tool.at("type").text().matches(SERVER_TOOL)) {
                throw tool.wrong("Input tag '" + tool.at("type").text()
                        + "' found using 'type' does not match any of the expected tags: 'custom', "
                        + "'web_search_20250305', …");
            }
            if (!names.add(tool.at("name").text())) {
                throw Input.refused("tools: Tool names must be unique.");
            }
        }
        return offers;
    }

    private static Question.Offer custom(Input tool) {
        tool.allow(CUSTOM);
        tool.required("name").requireMatch(NAME);
        if (tool.mentions("description")) {
            tool.at("description").requireText();
        }
        var schema = tool.required("input_schema");
        schema.requireObject();
        if (!schema.required("type").text().equals("object")) {
            throw schema.at("type").wrong("Input should be 'object'");
        }
        requireValid(schema);
        if (tool.at("strict").node().asBoolean(false)) {
            requireSupported(schema.node(), tool.path());
        }
        return new Question.Offer(tool.at("name").text(), schema.node());
    }

    private static void requireValid(Input schema) {
        boolean valid = (!schema.mentions("properties")
                        || schema.at("properties").node().isObject())
                && (!schema.mentions("required") || schema.at("required").node().isArray());
        if (!valid) {
            throw schema.wrong("JSON schema is invalid. It must match JSON Schema draft 2020-12 "
                    + "(https://json-schema.org/draft/2020-12). Learn more about tool use at "
                    + "https://docs.claude.com/en/docs/tool-use.");
        }
    }

    /// Refuses what strict schemas cannot say, and objects that are open.
    static void requireSupported(JsonNode schema, String path) {
        requireSupported(schema, path, 0);
    }

    private static void requireSupported(JsonNode schema, String path, int depth) {
        if (!schema.isObject() || depth > MAX_DEPTH) {
            return;
        }
        var type = schema.path("type").asText();
        schema.fieldNames().forEachRemaining(keyword -> {
            boolean tooMany = keyword.equals("minItems") && schema.path(keyword).asInt() > 1;
            if (UNSUPPORTED.contains(keyword) || tooMany) {
                throw Input.refused(path + ": For '" + type + "' type, property '" + keyword + "' is not supported");
            }
        });
        if (type.equals("object") && !isClosed(schema)) {
            throw Input.refused(path + ": For 'object' type, 'additionalProperties' must be explicitly set to false");
        }
        schema.path("properties").forEach(property -> requireSupported(property, path, depth + 1));
        requireSupported(schema.path("items"), path, depth + 1);
        schema.path("anyOf").forEach(option -> requireSupported(option, path, depth + 1));
    }

    private static boolean isClosed(JsonNode schema) {
        var open = schema.path("additionalProperties");
        return open.isBoolean() && !open.booleanValue();
    }

    static Question.Choice choice(Input body, List<Question.Offer> tools) {
        var choice = body.at("tool_choice");
        if (!body.has("tool_choice")) {
            return Question.Choice.AUTO;
        }
        if (!body.has("tools") || body.at("tools").node().isEmpty()) {
            throw Input.refused("tool_choice: may only be specified while providing tools");
        }
        return switch (choice.required("type").text()) {
            case "auto" -> plain(choice.as("auto"), Question.Choice.AUTO);
            case "any" -> plain(choice.as("any"), new Question.Choice(Question.Choice.Mode.ANY, Set.of()));
            case "none" -> {
                choice.as("none").allow(Set.of("type"));
                yield new Question.Choice(Question.Choice.Mode.NONE, Set.of());
            }
            case "tool" -> named(choice.as("tool"), tools);
            case String other ->
                throw choice.wrong("Input tag '" + other + "' found using 'type' does not match any of the expected "
                        + "tags: 'auto', 'any', 'tool', 'none'");
        };
    }

    private static Question.Choice plain(Input choice, Question.Choice meant) {
        choice.allow(Set.of("type", "disable_parallel_tool_use"));
        return meant;
    }

    private static Question.Choice named(Input choice, List<Question.Offer> tools) {
        choice.allow(Set.of("type", "name", "disable_parallel_tool_use"));
        var name = choice.required("name");
        name.requireText();
        if (tools.stream().noneMatch(tool -> tool.name().equals(name.text()))) {
            throw Input.refused("Tool '" + name.text() + "' not found in provided tools");
        }
        return new Question.Choice(Question.Choice.Mode.ANY, Set.of(name.text()));
    }
}
