package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// The smallest plausible value of a JSON schema: every property set, one item in every array. Pure.
final class SchemaExample {
    private static final int MAX_DEPTH = 20; // a schema may refer to itself
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SchemaExample() {}

    static JsonNode of(JsonNode schema) {
        return of(schema, 0);
    }

    private static JsonNode of(JsonNode schema, int depth) {
        if (depth > MAX_DEPTH) {
            return NODES.nullNode();
        }
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return schema.path("enum").get(0);
        }
        if (schema.path("anyOf").isArray() && !schema.path("anyOf").isEmpty()) {
            return of(schema.path("anyOf").get(0), depth + 1);
        }
        var type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText("object")) {
            case "string" -> NODES.textNode("example");
            case "integer" -> NODES.numberNode(1);
            case "number" -> NODES.numberNode(1.5);
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            case "array" -> NODES.arrayNode().add(of(schema.path("items"), depth + 1));
            default -> object(schema, depth);
        };
    }

    private static JsonNode object(JsonNode schema, int depth) {
        var object = NODES.objectNode();
        schema.path("properties")
                .properties()
                .forEach(property -> object.set(property.getKey(), of(property.getValue(), depth + 1)));
        return object;
    }
}
