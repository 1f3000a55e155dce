package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What `generateContent` refuses with a 400, written down apart from the code that writes its calls.
final class Rules {
    private static final Set<String> TOP =
            Set.of("contents", "systemInstruction", "tools", "toolConfig", "generationConfig");
    private static final Set<String> CONFIG = Set.of(
            "maxOutputTokens",
            "temperature",
            "topP",
            "topK",
            "seed",
            "stopSequences",
            "responseMimeType",
            "responseJsonSchema",
            "thinkingConfig",
            "mediaResolution");
    private static final Set<String> KEYWORDS = Set.of(
            "$id",
            "$defs",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "anyOf",
            "oneOf",
            "properties",
            "additionalProperties",
            "required",
            "propertyOrdering");
    private static final Set<String> KINDS =
            Set.of("text", "inlineData", "fileData", "functionCall", "functionResponse");

    private final String model;
    private final List<String> broken = new ArrayList<>();

    private Rules(String model) {
        this.model = model;
    }

    /// What is wrong with a body; nothing for a sound one.
    static List<String> broken(JsonNode body, String model) {
        Rules rules = new Rules(model);
        rules.body(body);
        return rules.broken;
    }

    private void require(boolean isSo, String what) {
        if (!isSo) {
            broken.add(what);
        }
    }

    private void body(JsonNode body) {
        require(TOP.containsAll(names(body)), "unknown field in " + names(body));
        contents(body.path("contents"));
        JsonNode system = body.path("systemInstruction");
        require(system.isMissingNode() || !system.at("/parts/0/text").asText().isBlank(), "blank instruction");
        tools(body);
        config(body.path("generationConfig"), body.has("tools"));
    }

    private void contents(JsonNode contents) {
        require(!contents.isEmpty(), "no contents");
        require(
                !contents.path(contents.size() - 1).path("role").asText().equals("model"),
                "the model has the last word");
        for (int i = 0; i < contents.size(); i++) {
            JsonNode content = contents.get(i);
            String role = i % 2 == 0 ? "user" : "model";
            require(content.path("role").asText().equals(role), "content " + i + " is not the " + role + "'s");
            require(!content.path("parts").isEmpty(), "content " + i + " is empty");
            content.path("parts").forEach(part -> part(part, role));
            if (role.equals("model")) {
                pairs(content.path("parts"), contents.path(i + 1).path("parts"), i);
            }
        }
        if (!model.startsWith("gemini-2")) {
            signatures(contents);
        }
    }

    private void part(JsonNode part, String role) {
        List<String> kinds = names(part).stream().filter(KINDS::contains).toList();
        require(kinds.size() == 1, "a part of kinds " + kinds);
        require(
                !part.has("text") || !part.path("text").asText().isEmpty() || part.has("thoughtSignature"),
                "empty text");
        require(!part.has("functionCall") || role.equals("model"), "a call of the user's");
        require(!part.has("functionResponse") || role.equals("user"), "a response of the model's");
        require(!part.has("functionCall") || part.at("/functionCall/args").isObject(), "arguments that are no object");
        require(
                !part.has("functionResponse")
                        || part.at("/functionResponse/response").isObject(),
                "no object");
        require(
                !model.startsWith("gemini-2")
                        || !part.path("thoughtSignature").asText().startsWith("skip"),
                "a placeholder for an older model");
        for (JsonNode name : part.findValues("name")) {
            require(name.asText().matches("[A-Za-z_][A-Za-z0-9_.:-]{0,127}"), "name " + name);
        }
    }

    private void pairs(JsonNode said, JsonNode answered, int i) {
        List<JsonNode> calls = said.findValues("functionCall");
        List<JsonNode> responses = answered.findValues("functionResponse");
        require(calls.size() == responses.size(), "content " + i + ": " + calls.size() + " calls, " + responses.size());
        for (int at = 0; at < Math.min(calls.size(), responses.size()); at++) {
            require(calls.get(at).path("name").equals(responses.get(at).path("name")), "another name");
            require(calls.get(at).path("id").equals(responses.get(at).path("id")), "another id");
            require(answered.path(at).has("functionResponse"), "responses are not first");
        }
    }

    private void signatures(JsonNode contents) {
        for (int i = contents.size() - 1; i >= 0; i--) {
            JsonNode parts = contents.get(i).path("parts");
            boolean isUsers = contents.get(i).path("role").asText().equals("user");
            if (isUsers && parts.findValues("functionResponse").isEmpty()) {
                return;
            }
            List<JsonNode> calls = parts.findParents("functionCall");
            require(isUsers || calls.isEmpty() || calls.getFirst().has("thoughtSignature"), "unsigned step " + i);
        }
    }

    private void tools(JsonNode body) {
        JsonNode tools = body.path("tools");
        JsonNode calling = body.at("/toolConfig/functionCallingConfig");
        require(tools.size() <= 1, "several entries");
        require(tools.isMissingNode() || !tools.at("/0/functionDeclarations").isEmpty(), "no declarations");
        require(calling.isMissingNode() || body.has("tools"), "a mode without tools");
        require(
                !calling.has("allowedFunctionNames")
                        || calling.path("mode").asText().equals("ANY"),
                "allowed functions without duty");
        Set<String> declared = new HashSet<>();
        for (JsonNode name : tools.findValues("name")) {
            require(declared.add(name.asText()), "declared twice");
        }
        calling.path("allowedFunctionNames")
                .forEach(name -> require(declared.contains(name.asText()), "allowed and unknown"));
        for (JsonNode part : body.findValues("functionResponse")) {
            part.path("parts").forEach(inner -> require(inner.has("inlineData"), "no bytes inside a response"));
        }
        for (JsonNode declaration : tools.path(0).path("functionDeclarations")) {
            require(declaration.path("name").asText().matches("[A-Za-z_][A-Za-z0-9_.:-]{0,127}"), "declared name");
            require(
                    !declaration.has("description")
                            || declaration.path("description").isTextual(),
                    "description");
            schema(declaration.path("parametersJsonSchema"));
        }
    }

    private void schema(JsonNode schema) {
        if (!schema.isObject()) {
            return;
        }
        require(KEYWORDS.containsAll(names(schema)), "keyword in " + names(schema));
        boolean isReference = schema.has("$ref");
        require(!isReference || names(schema).stream().allMatch(name -> name.startsWith("$")), "$ref with siblings");
        schema.path("enum").forEach(value -> require(value.isTextual() || value.isNumber(), "enum of " + value));
        for (JsonNode name : schema.path("required")) {
            require(schema.path("properties").has(name.asText()), "required and unknown");
        }
        for (String inner : List.of("properties", "$defs", "anyOf", "oneOf", "prefixItems")) {
            schema.path(inner).forEach(this::schema);
        }
        require(schema.path("items").isMissingNode() || schema.path("items").isObject(), "items");
        schema(schema.path("items"));
    }

    private void config(JsonNode config, boolean hasTools) {
        require(CONFIG.containsAll(names(config)), "config of " + names(config));
        require(config.path("temperature").asDouble() <= 2, "temperature");
        require(config.path("topP").asDouble() <= 1, "topP");
        require(config.path("maxOutputTokens").asLong() <= 65_536, "maxOutputTokens");
        require(config.path("stopSequences").size() <= 5, "stop");
        require(!config.has("seed") || config.path("seed").isInt(), "seed");
        require(!config.has("responseJsonSchema") || config.has("responseMimeType"), "schema without type");
        require(!config.has("responseMimeType") || !hasTools || !model.startsWith("gemini-2"), "shape and tools");
        JsonNode thinking = config.path("thinkingConfig");
        require(!(thinking.has("thinkingLevel") && thinking.has("thinkingBudget")), "level and budget");
        require(!thinking.has("thinkingLevel") || !model.startsWith("gemini-2"), "a level for an older model");
        schema(config.path("responseJsonSchema"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
