package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The fields of one object: each is taken once, and what nobody took is left over. Not thread-safe.
final class Fields {
    private final String where;
    private final Map<String, JsonNode> left = new LinkedHashMap<>();

    /// @param where the object's place, for messages; empty for the body
    /// @throws InvalidRequestException where it is no object
    Fields(JsonNode object, String where) {
        this.where = where;
        if (!object.isObject()) {
            throw new InvalidRequestException(where + " must be an object", where);
        }
        object.properties().forEach(field -> left.put(field.getKey(), field.getValue()));
    }

    /// Where a field is, for messages.
    String place(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    /// Takes a field; null counts as absent.
    Optional<JsonNode> take(String name) {
        JsonNode value = left.remove(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /// Takes a text; empty where there is none.
    String text(String name) {
        return take(name).map(value -> text(value, place(name))).orElse("");
    }

    /// Takes a text that must be there.
    String requiredText(String name) {
        return text(required(name), place(name));
    }

    /// Takes a field that must be there.
    JsonNode required(String name) {
        return take(name).orElseThrow(() -> new InvalidRequestException(place(name) + " is missing", place(name)));
    }

    /// Takes true or false.
    Optional<Boolean> flag(String name) {
        return take(name).map(value -> {
            if (!value.isBoolean()) {
                throw new InvalidRequestException(place(name) + " must be true or false", place(name));
            }
            return value.booleanValue();
        });
    }

    /// Takes a number.
    Optional<JsonNode> number(String name) {
        return take(name).map(value -> {
            if (!value.isNumber()) {
                throw new InvalidRequestException(place(name) + " must be a number", place(name));
            }
            return value;
        });
    }

    /// What was not taken, which only this wire format has.
    Extras extras() {
        left.values().removeIf(JsonNode::isNull);
        return left.isEmpty() ? Extras.NONE : new Extras(WireFormat.ANTHROPIC, left);
    }

    /// What was not taken, as an object.
    ObjectNode rest() {
        return Trees.object().setAll(left);
    }

    /// Puts a value among what was not taken.
    void keep(String name, JsonNode value) {
        left.put(name, value);
    }

    private static String text(JsonNode value, String place) {
        if (!value.isTextual()) {
            throw new InvalidRequestException(place + " must be a text", place);
        }
        return value.textValue();
    }
}
