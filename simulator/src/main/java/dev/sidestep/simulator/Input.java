package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A value of an Anthropic request together with its place, told as Anthropic tells it: `messages.0.content.1.text`.
/// Throws [RefusedRequest].
record Input(JsonNode node, String path) {
    static RefusedRequest refused(String message) {
        return new RefusedRequest(400, message, "invalid_request_error", null, null);
    }

    RefusedRequest wrong(String what) {
        return refused(path.isEmpty() ? what : path + ": " + what);
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    /// Whether the field is there, if only as null.
    boolean mentions(String field) {
        return node.has(field);
    }

    boolean isText() {
        return node.isTextual();
    }

    String text() {
        return node.asText();
    }

    /// A field, whether it is there or not.
    Input at(String field) {
        return new Input(node.path(field), path.isEmpty() ? field : path + "." + field);
    }

    /// The same value with a variant's name in its path, as unions are told.
    Input as(String variant) {
        return new Input(node, path + "." + variant);
    }

    Input required(String field) {
        var value = at(field);
        if (value.node.isMissingNode()) {
            throw value.wrong("Field required");
        }
        return value;
    }

    List<Input> elements() {
        if (!node.isArray()) {
            throw wrong("Input should be a valid list");
        }
        var elements = new ArrayList<Input>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Input(node.get(i), path + "." + i));
        }
        return elements;
    }

    void requireObject() {
        if (!node.isObject()) {
            throw wrong("Input should be a valid dictionary");
        }
    }

    void requireText() {
        if (!node.isTextual()) {
            throw wrong("Input should be a valid string");
        }
    }

    void requireFlag() {
        if (!node.isBoolean()) {
            throw wrong("Input should be a valid boolean");
        }
    }

    void requireMatch(String pattern) {
        requireText();
        if (!node.textValue().matches(pattern)) {
            throw wrong("String should match pattern '^" + pattern + "$'");
        }
    }

    long requireInteger(long least) {
        if (!node.isIntegralNumber()) {
            throw wrong("Input should be a valid integer");
        }
        if (node.longValue() < least) {
            throw wrong("Input should be greater than or equal to " + least);
        }
        return node.longValue();
    }

    void requireNumber(double least, double most) {
        if (!node.isNumber()) {
            throw wrong("Input should be a valid number");
        }
        if (node.doubleValue() < least) {
            throw wrong("Input should be greater than or equal to " + (long) least);
        }
        if (node.doubleValue() > most) {
            throw wrong("Input should be less than or equal to " + (long) most);
        }
    }

    /// Every other field is one too many.
    void allow(Set<String> fields) {
        requireObject();
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw at(name).wrong("Extra inputs are not permitted");
            }
        });
    }
}
