package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A value of a call's body and where it stands, so that what is wrong with it can be told without quoting it.
///
/// @param node the value; missing where the field is not there
/// @param place such as `input[3].content[1]`
record At(JsonNode node, String place) {
    /// The whole body.
    static At root(byte[] body) {
        JsonNode tree = Trees.parse(body)
                .orElseThrow(() -> new InvalidRequestException("The request body is not a JSON object", null));
        return new At(tree, "");
    }

    /// A field of this object; one without a value where it is missing.
    At field(String name) {
        JsonNode value = node.isObject() ? node.path(name) : MissingNode.getInstance();
        return new At(value, place.isEmpty() ? name : place + "." + name);
    }

    /// True for a value that is there and not null.
    boolean isSaid() {
        return !node.isMissingNode() && !node.isNull();
    }

    /// The same, which must be an object.
    At object() {
        if (!node.isObject()) {
            throw wrong("must be an object");
        }
        return this;
    }

    /// The elements of this array; none where it was not said.
    List<At> elements() {
        if (!isSaid()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong("must be an array");
        }
        List<At> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(new At(node.get(i), place + "[" + i + "]"));
        }
        return elements;
    }

    /// The text that must stand here.
    String text() {
        if (!node.isTextual()) {
            throw wrong("must be a string");
        }
        return node.textValue();
    }

    /// The text that stands here; empty where nothing was said.
    String textOrEmpty() {
        return isSaid() ? text() : "";
    }

    /// The text that stands here; empty where anything else does.
    String textIfAny() {
        return node.isTextual() ? node.textValue() : "";
    }

    /// The fields of this object that were said, other than these.
    Map<String, JsonNode> rest(Set<String> known) {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
                rest.put(field.getKey(), field.getValue());
            }
        });
        return rest;
    }

    /// What is wrong with this value.
    InvalidRequestException wrong(String what) {
        return new InvalidRequestException(place + " " + what, place);
    }
}
