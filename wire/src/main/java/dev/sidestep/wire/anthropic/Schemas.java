package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings a JSON Schema into what the API can hold a model to: what it cannot is told to the model in the description,
/// as Anthropic's own SDKs do. Used once.
///
/// See platform.claude.com/docs, "Structured outputs".
final class Schemas {
    private static final Set<String> KNOWN =
            Set.of("type", "$ref", "$schema", "$id", "title", "description", "default", "enum", "const", "required");
    private static final Set<String> OF_ONE = Set.of("items");
    private static final Set<String> OF_MANY = Set.of("anyOf", "allOf");
    private static final Set<String> BY_NAME = Set.of("properties", "$defs", "definitions");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    /// References that lead one to the next; longer chains are taken for circles.
    private static final int MAX_REFERENCES = 100;

    private boolean isChanged;

    private Schemas() {}

    /// A schema that the API takes.
    ///
    /// @param isChanged whether it says less to a machine than the original
    record Strict(JsonNode schema, boolean isChanged) {}

    /// The nearest schema that the API takes; empty where it refers to itself, which the API refuses.
    static Optional<Strict> strict(JsonNode schema) {
        if (isCircular(schema)) {
            return Optional.empty();
        }
        Schemas walk = new Schemas();
        JsonNode fitted = walk.fitted(schema);
        return Optional.of(new Strict(fitted, walk.isChanged));
    }

    private JsonNode fitted(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode fitted = Trees.object();
        List<String> told = new ArrayList<>();
        schema.properties().forEach(field -> keyword(field.getKey(), field.getValue(), fitted, told));
        if (schema.path("type").asText().equals("object") || schema.has("properties")) {
            fitted.put("additionalProperties", false);
            JsonNode said = schema.path("additionalProperties");
            isChanged |= !said.isMissingNode() && !(said.isBoolean() && !said.booleanValue());
        }
        if (!told.isEmpty()) {
            isChanged = true;
            String description = fitted.path("description").asText();
            String limits = "{" + String.join(", ", told) + "}";
            fitted.put("description", description.isEmpty() ? limits : description + "\n\n" + limits);
        }
        return fitted;
    }

    private void keyword(String name, JsonNode value, ObjectNode fitted, List<String> told) {
        if (KNOWN.contains(name) || isKnownValue(name, value)) {
            fitted.set(name, value);
        } else if (OF_ONE.contains(name)) {
            fitted.set(name, fitted(value));
        } else if (OF_MANY.contains(name) || name.equals("oneOf")) {
            ArrayNode all = fitted.putArray(name.equals("oneOf") ? "anyOf" : name);
            value.forEach(each -> all.add(fitted(each)));
        } else if (BY_NAME.contains(name) && value.isObject()) {
            ObjectNode all = fitted.putObject(name);
            value.properties().forEach(each -> all.set(each.getKey(), fitted(each.getValue())));
        } else if (!name.equals("additionalProperties")) {
            told.add(name + ": " + Trees.text(value));
        }
    }

    private static boolean isKnownValue(String name, JsonNode value) {
        return switch (name) {
            case "format" -> FORMATS.contains(value.asText());
            case "minItems" -> value.asLong() == 0 || value.asLong() == 1;
            default -> false;
        };
    }

    /// True where a definition refers to itself, or the root does.
    private static boolean isCircular(JsonNode root) {
        return isCircular(root, root, new HashSet<>(), new HashSet<>());
    }

    private static boolean isCircular(JsonNode node, JsonNode root, Set<String> path, Set<String> done) {
        String ref = node.path("$ref").asText();
        if (ref.equals("#")) {
            return true;
        }
        if (ref.startsWith("#/") && !done.contains(ref)) {
            if (path.size() == MAX_REFERENCES
                    || !path.add(ref)
                    || isCircular(root.at(ref.substring(1)), root, path, done)) {
                return true;
            }
            path.remove(ref);
            done.add(ref);
        }
        for (JsonNode child : node) {
            if (isCircular(child, root, path, done)) {
                return true;
            }
        }
        return false;
    }
}
