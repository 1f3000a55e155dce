package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Brings JSON Schemas into the part of that language which Gemini has (`parametersJsonSchema`, `responseJsonSchema`):
/// says in its words what it can, and leaves out the rest. The order of properties stays. Not thread-safe; one per
/// schema.
///
/// The part is listed at <https://ai.google.dev/api/generate-content#GenerationConfig>, `responseJsonSchema`.
final class JsonSchemas {
    /// Keywords that are told where they are lost; others are the sender's own words.
    private static final Set<String> TOLD = Set.of(
            "allOf",
            "contains",
            "contentEncoding",
            "default",
            "dependentRequired",
            "dependentSchemas",
            "deprecated",
            "else",
            "enum",
            "examples",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "if",
            "maxContains",
            "maxLength",
            "maxProperties",
            "minContains",
            "minLength",
            "minProperties",
            "multipleOf",
            "not",
            "pattern",
            "patternProperties",
            "propertyNames",
            "readOnly",
            "required",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
            "uniqueItems",
            "writeOnly");

    /// References that are followed to find out what the root is.
    private static final int MAX_HOPS = 8;

    private final JsonNode root;
    private final Set<String> lost = new TreeSet<>();

    private JsonSchemas(JsonNode root) {
        this.root = root;
    }

    /// A schema that Gemini takes.
    ///
    /// @param lost keywords that it lacks of the one that it was made from, or has in another way
    record Fitted(ObjectNode schema, Set<String> lost) {
        void tellLosses(String field, Losses losses) {
            if (!lost.isEmpty()) {
                losses.approximated(field, "without " + String.join(" ", lost));
            }
        }
    }

    /// The schema of a function's parameters, which describes an object.
    static Fitted parameters(JsonNode schema) {
        Fitted fitted = answer(schema);
        if (!fitted.schema().has("type") && !fitted.schema().has("$ref")) {
            fitted.schema().put("type", "object");
        }
        return fitted;
    }

    /// The schema of an answer.
    static Fitted answer(JsonNode schema) {
        JsonSchemas fitting = new JsonSchemas(schema);
        ObjectNode fitted = fitting.root();
        fitting.lost.addAll(References.loosen(fitted));
        return new Fitted(fitted, fitting.lost);
    }

    /// A root that only refers to a definition is that definition, since it has to show what it is.
    private ObjectNode root() {
        JsonNode shown = root;
        for (int hops = 0; hops < MAX_HOPS && shown.path("$ref").isTextual(); hops++) {
            JsonNode target = References.find(root, shown.path("$ref").asText());
            if (!target.isObject() || target == root) {
                break;
            }
            shown = target;
        }
        ObjectNode fitted = schema(shown);
        if (shown != root) {
            definitions(root, fitted);
        }
        return fitted;
    }

    private void definitions(JsonNode from, ObjectNode to) {
        for (String name : List.of("$defs", "definitions")) {
            if (from.path(name).isObject()) {
                keyword(name, from.path(name), to);
            }
        }
    }

    private ObjectNode schema(JsonNode schema) {
        ObjectNode fitted = Trees.object();
        if (!schema.isObject()) {
            if (!schema.equals(BooleanNode.TRUE)) {
                lost.add("other keywords");
            }
            return fitted;
        }
        JsonNode flat = schema.has("allOf") ? flattened(schema) : schema;
        boolean isReference = flat.path("$ref").isTextual();
        flat.properties().forEach(field -> {
            if (!isReference || field.getKey().startsWith("$") || field.getKey().equals("definitions")) {
                keyword(field.getKey(), field.getValue(), fitted);
            } else {
                lose(field.getKey());
            }
        });
        if (schema.path("nullable").asBoolean() && fitted.path("type").isTextual()) {
            fitted.putArray("type").add(schema.path("type").asText()).add("null");
        }
        requireOnlyKnown(fitted);
        return fitted;
    }

    private void keyword(String name, JsonNode value, ObjectNode to) {
        switch (name) {
            case "$schema", "$comment", "nullable" -> {
                // says nothing of the values, or is said by the type
            }
            case "$defs", "definitions" -> schemas("$defs", value, to);
            case "properties" -> schemas(name, value, to);
            case "$ref" -> to.put(name, References.renamed(value.asText()));
            case "$id", "$anchor", "title", "description", "format" -> copyIf(value.isTextual(), name, value, to);
            case "minItems", "maxItems", "minimum", "maximum" -> copyIf(value.isNumber(), name, value, to);
            case "type" -> copyIf(value.isTextual() || value.isArray(), name, value, to);
            case "required", "propertyOrdering" -> copyIf(value.isArray(), name, value, to);
            case "enum" -> options(value, to);
            case "const" -> options(Trees.array().add(value), to);
            case "exclusiveMinimum" -> bound(value, "minimum", BigDecimal.ONE, to);
            case "exclusiveMaximum" -> bound(value, "maximum", BigDecimal.ONE.negate(), to);
            case "items" -> items(value, to);
            case "prefixItems", "anyOf", "oneOf" -> list(name, value, to);
            case "additionalProperties" -> additional(value, to);
            default -> lose(name);
        }
    }

    private void lose(String keyword) {
        lost.add(TOLD.contains(keyword) ? keyword : "other keywords");
    }

    private static void copyIf(boolean isSound, String name, JsonNode value, ObjectNode to) {
        if (isSound) {
            to.set(name, value);
        }
    }

    private void schemas(String name, JsonNode byName, ObjectNode to) {
        if (byName.isObject()) {
            ObjectNode fitted = to.withObjectProperty(name);
            byName.properties().forEach(field -> fitted.set(field.getKey(), schema(field.getValue())));
        }
    }

    private void list(String name, JsonNode schemas, ObjectNode to) {
        if (schemas.isArray() && !schemas.isEmpty()) {
            ArrayNode fitted = to.putArray(name);
            schemas.forEach(schema -> fitted.add(schema(schema)));
        }
    }

    private void items(JsonNode value, ObjectNode to) {
        if (value.isObject()) {
            to.set("items", schema(value));
        } else {
            list("prefixItems", value, to);
        }
    }

    private void additional(JsonNode value, ObjectNode to) {
        copyIf(value.isBoolean(), "additionalProperties", value, to);
        if (value.isObject()) {
            to.set("additionalProperties", schema(value));
        }
    }

    /// Only texts and numbers can be listed.
    private void options(JsonNode values, ObjectNode to) {
        ArrayNode options = Trees.array();
        values.forEach(value -> {
            if (value.isTextual() || value.isNumber()) {
                options.add(value);
            } else {
                lost.add("enum");
            }
        });
        if (!options.isEmpty()) {
            to.set("enum", options);
        }
    }

    /// The next whole number is no longer excluded; for other numbers the bound itself is let in.
    private void bound(JsonNode value, String name, BigDecimal step, ObjectNode to) {
        if (!value.isNumber() || to.has(name)) {
            return;
        }
        boolean isWhole = value.isIntegralNumber();
        to.put(name, isWhole ? value.decimalValue().add(step) : value.decimalValue());
        lost.add(name.equals("minimum") ? "exclusiveMinimum" : "exclusiveMaximum");
    }

    /// A property that must be there must be known, too.
    private void requireOnlyKnown(ObjectNode fitted) {
        if (!fitted.has("required")) {
            return;
        }
        ArrayNode known = Trees.array();
        for (JsonNode name : fitted.path("required")) {
            if (fitted.path("properties").has(name.asText())) {
                known.add(name.asText());
            } else {
                lost.add("required");
            }
        }
        if (known.isEmpty()) {
            fitted.remove("required");
        } else {
            fitted.set("required", known);
        }
    }

    /// One schema that says what several say together, where they do not contradict each other.
    private ObjectNode flattened(JsonNode schema) {
        ObjectNode flat = Trees.object();
        List<JsonNode> all = new ArrayList<>();
        all.add(schema);
        schema.path("allOf").forEach(all::add);
        for (JsonNode one : all) {
            one.properties().forEach(field -> join(flat, field.getKey(), field.getValue()));
        }
        return flat;
    }

    private void join(ObjectNode flat, String name, JsonNode value) {
        JsonNode known = flat.path(name);
        if (name.equals("allOf")) {
            return;
        }
        if (known.isMissingNode()) {
            flat.set(name, value.isContainerNode() ? value.deepCopy() : value);
        } else if (name.equals("properties") && known instanceof ObjectNode properties && value.isObject()) {
            value.properties().forEach(field -> properties.putIfAbsent(field.getKey(), field.getValue()));
        } else if (name.equals("required") && known.isArray() && value.isArray()) {
            Set<JsonNode> union = new LinkedHashSet<>();
            known.forEach(union::add);
            value.forEach(union::add);
            flat.set(name, Trees.array().addAll(union));
        } else if (!known.equals(value)) {
            lost.add("allOf");
        }
    }
}
