package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What OpenAI asks of the schema of a function, and of one that is to be kept to strictly. Throws [RefusedRequest].
///
/// @param subject what the schema is of, as in `function 'weather'`
/// @param param the parameter that is told
/// @param code the code that is told
record StrictSchema(String subject, String param, String code) {
    private static final int MAX_DEPTH = 20; // a schema may be deep, but not without end

    static StrictSchema ofFunction(String name, String param) {
        return new StrictSchema("function '" + name + "'", param, "invalid_function_parameters");
    }

    static StrictSchema ofFormat(String name, String param) {
        return new StrictSchema("response_format '" + name + "'", param, "invalid_json_schema");
    }

    /// A missing schema is one of no arguments.
    void require(JsonNode schema, boolean strict) {
        if (schema.isMissingNode() || schema.isNull()) {
            return;
        }
        var type = schema.path("type");
        if (!type.asText().equals("object")) {
            var got = type.isTextual() ? "\"" + type.asText() + "\"" : "\"None\"";
            throw refused("schema must be a JSON Schema of 'type: \"object\"', got 'type: " + got + "'.");
        }
        if (strict) {
            requireStrict(schema, new ArrayList<>());
        }
    }

    private void requireStrict(JsonNode schema, List<String> path) {
        if (path.size() > MAX_DEPTH) {
            return;
        }
        if (schema.path("properties").isObject() || schema.path("type").asText().equals("object")) {
            requireClosed(schema, path);
        }
        schema.path("properties").properties().forEach(property -> {
            requireStrict(property.getValue(), with(path, "'properties', '" + property.getKey() + "'"));
        });
        if (schema.path("items").isObject()) {
            requireStrict(schema.path("items"), with(path, "'items'"));
        }
    }

    private void requireClosed(JsonNode schema, List<String> path) {
        var open = schema.path("additionalProperties");
        if (!open.isBoolean() || open.booleanValue()) {
            throw refused(context(path) + "'additionalProperties' is required to be supplied and to be false.");
        }
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (!required.contains(name)) {
                throw refused(context(path) + "'required' is required to be supplied and to be an array including "
                        + "every key in properties. Missing '" + name + "'.");
            }
        });
    }

    private static List<String> with(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static String context(List<String> path) {
        return "In context=(" + String.join(", ", path) + "), ";
    }

    private RefusedRequest refused(String what) {
        return RefusedRequest.of("Invalid schema for " + subject + ": " + what, param, code);
    }
}
