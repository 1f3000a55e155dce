package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the tools of a generateContent request, and the schemas in Google's own form. Throws [RefusedRequest].
final class GeminiTools {
    private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}";
    private static final Set<String> TYPES =
            Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL", "TYPE_UNSPECIFIED");
    private static final String CALLING = "* GenerateContentRequest.tool_config.function_calling_config.";

    private GeminiTools() {}

    static List<Question.Offer> read(JsonNode body) {
        var offers = new ArrayList<Question.Offer>();
        var tools = body.path("tools");
        int declaring = 0;
        for (int i = 0; i < tools.size(); i++) {
            var declarations = tools.get(i).path("functionDeclarations");
            declaring += declarations.isEmpty() ? 0 : 1;
            for (int j = 0; j < declarations.size(); j++) {
                var at = "* GenerateContentRequest.tools[" + i + "].function_declarations[" + j + "].";
                offers.add(offer(declarations.get(j), at));
            }
        }
        if (declaring > 1) {
            throw GeminiReader.refused("Multiple tools are supported only when they are all search tools.");
        }
        requireDistinct(offers);
        return offers;
    }

    private static void requireDistinct(List<Question.Offer> offers) {
        var names = new LinkedHashSet<String>();
        for (var offer : offers) {
            if (!names.add(offer.name())) {
                throw GeminiReader.refused("Duplicate function declaration found: " + offer.name());
            }
        }
    }

    private static Question.Offer offer(JsonNode declaration, String at) {
        var name = declaration.path("name").asText("");
        if (!name.matches(NAME)) {
            throw GeminiReader.refused(
                    at + "name: [FIELD_INVALID] Invalid function name. Must start with a letter or an "
                            + "underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or "
                            + "dashes (-), with a maximum length of 128.");
        }
        var schema = declaration.path("parameters");
        var jsonSchema = declaration.path("parametersJsonSchema");
        if (schema.isObject() && jsonSchema.isObject()) {
            throw GeminiReader.refused(
                    at + "parameters_json_schema: only one of parameters and parameters_json_schema may be set.");
        }
        if (schema.isObject()) {
            requireSchema(schema, at + "parameters");
        }
        if (!jsonSchema.isMissingNode() && !jsonSchema.isObject()) {
            throw GeminiReader.refused(at + "parameters_json_schema: must be a JSON object.");
        }
        return new Question.Offer(name, jsonSchema.isObject() ? jsonSchema : schema);
    }

    /// The rules of Google's own schemas, which go beyond their shape.
    static void requireSchema(JsonNode schema, String at) {
        var type = schema.path("type").asText("").toUpperCase(Locale.ROOT);
        if (!type.isEmpty() && !TYPES.contains(type)) {
            throw GeminiReader.refused("Invalid value at '" + at.substring(at.indexOf('.') + 1)
                    + ".type' (type.googleapis.com/google.ai.generativelanguage.v1beta.Type), \""
                    + schema.path("type").asText() + "\"");
        }
        if (schema.has("enum") && !type.equals("STRING")) {
            throw GeminiReader.refused(at + ".enum: only allowed for STRING type");
        }
        if (type.equals("ARRAY") && schema.path("items").isMissingNode()) {
            throw GeminiReader.refused(at + ".items: missing field.");
        }
        if (type.equals("OBJECT")) {
            requireObject(schema, at);
        }
        if (schema.has("anyOf") && schema.size() > 1) {
            throw GeminiReader.refused(at + ".any_of: when using any_of, it must be the only field set.");
        }
        schema.path("properties")
                .properties()
                .forEach(property -> requireSchema(property.getValue(), at + ".properties[" + property.getKey() + "]"));
        if (schema.has("items")) {
            requireSchema(schema.get("items"), at + ".items");
        }
        for (int i = 0; i < schema.path("anyOf").size(); i++) {
            requireSchema(schema.path("anyOf").get(i), at + ".any_of[" + i + "]");
        }
    }

    private static void requireObject(JsonNode schema, String at) {
        var properties = schema.path("properties");
        if (properties.isEmpty()) {
            throw GeminiReader.refused(at + ".properties: should be non-empty for OBJECT type");
        }
        var required = schema.path("required");
        for (int i = 0; i < required.size(); i++) {
            if (!properties.has(required.get(i).asText())) {
                throw GeminiReader.refused(at + ".required[" + i + "]: property is not defined");
            }
        }
    }

    static Question.Choice choice(JsonNode body, List<Question.Offer> tools) {
        var config = body.path("toolConfig").path("functionCallingConfig");
        if (config.isMissingNode()) {
            return Question.Choice.AUTO;
        }
        if (tools.isEmpty()) {
            throw GeminiReader.refused("Function calling config is set without function_declarations.");
        }
        var only = new LinkedHashSet<String>();
        config.path("allowedFunctionNames").forEach(name -> only.add(name.asText()));
        var mode = config.path("mode").asText("AUTO").toUpperCase(Locale.ROOT);
        requireAllowed(only, mode, tools);
        return switch (mode) {
            case "AUTO", "VALIDATED", "MODE_UNSPECIFIED" -> new Question.Choice(Question.Choice.Mode.AUTO, only);
            case "ANY" -> new Question.Choice(Question.Choice.Mode.ANY, only);
            case "NONE" -> new Question.Choice(Question.Choice.Mode.NONE, only);
            case String other ->
                throw GeminiReader.refused("Invalid value at 'tool_config.function_calling_config.mode' "
                        + "(type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), \""
                        + other + "\"");
        };
    }

    private static void requireAllowed(Set<String> only, String mode, List<Question.Offer> tools) {
        if (!only.isEmpty() && !Set.of("ANY", "VALIDATED").contains(mode)) {
            throw GeminiReader.refused(
                    CALLING + "allowed_function_names: should only be set when the mode is ANY or " + "VALIDATED.");
        }
        for (var name : only) {
            if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw GeminiReader.refused(CALLING + "allowed_function_names: " + name + " is not declared.");
            }
        }
    }
}
