package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The fields of one object of a call, read as what they must be; what is not read is what only this wire format has.
/// Null counts as absent. Not thread-safe.
final class Fields {
    private final JsonNode object;
    private final String place;
    private final Set<String> read = new HashSet<>();

    /// @param place where in the body, such as `messages[3]`; empty for the body itself
    /// @throws InvalidRequestException where it is no object
    Fields(JsonNode object, String place) {
        if (!object.isObject()) {
            throw new InvalidRequestException(place + " must be an object", place);
        }
        this.object = object;
        this.place = place;
    }

    /// The place of a field.
    String place(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    /// The field as it came; a missing node where there is none.
    JsonNode take(String name) {
        read.add(name);
        JsonNode value = object.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /// A text; empty where there is none.
    String text(String name) {
        JsonNode value = take(name);
        require(value.isMissingNode() || value.isTextual(), name, "a string");
        return value.asText();
    }

    @Nullable
    BigDecimal decimal(String name) {
        JsonNode value = take(name);
        require(value.isMissingNode() || value.isNumber(), name, "a number");
        return value.isMissingNode() ? null : value.decimalValue();
    }

    @Nullable
    Long whole(String name) {
        JsonNode value = take(name);
        require(
                value.isMissingNode() || (value.isIntegralNumber() && value.canConvertToLong()),
                name,
                "a whole number");
        return value.isMissingNode() ? null : value.longValue();
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = take(name);
        require(value.isMissingNode() || value.isBoolean(), name, "true or false");
        return value.isMissingNode() ? null : value.booleanValue();
    }

    /// An object's fields.
    Optional<Fields> object(String name) {
        JsonNode value = take(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(new Fields(value, place(name)));
    }

    /// The fields of each object of a list; none where there is no list.
    List<Fields> objects(String name) {
        JsonNode value = take(name);
        require(value.isMissingNode() || value.isArray(), name, "an array");
        return IntStream.range(0, value.size())
                .mapToObj(i -> new Fields(value.get(i), place(name) + "[" + i + "]"))
                .toList();
    }

    /// Everything that was not read and is not null.
    Extras rest() {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!read.contains(field.getKey()) && !field.getValue().isNull()) {
                rest.put(field.getKey(), field.getValue());
            }
        }
        return rest.isEmpty() ? Extras.NONE : new Extras(WireFormat.OPENAI, rest);
    }

    /// The object as it came.
    JsonNode raw() {
        return object;
    }

    InvalidRequestException invalid(String name, String expected) {
        return new InvalidRequestException(place(name) + " must be " + expected, place(name));
    }

    private void require(boolean isGood, String name, String expected) {
        if (!isGood) {
            throw invalid(name, expected);
        }
    }
}
