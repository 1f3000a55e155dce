package dev.sidestep.wire.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Fields that only one wire format has, as they came. They are there again where a call returns to that format, and
/// elsewhere they are a loss. Immutable.
///
/// @param wire whose they are
/// @param fields raw JSON by name, in order
public record Extras(WireFormat wire, Map<String, JsonNode> fields) {
    /// No such fields.
    public static final Extras NONE = new Extras(WireFormat.OPENAI, Map.of());

    public Extras {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The fields for this format: none where they are another's.
    public Map<String, JsonNode> of(WireFormat asked) {
        return wire == asked ? fields : Map.of();
    }

    /// True where there are fields that this format does not take.
    public boolean areLostAt(WireFormat asked) {
        return wire != asked && !fields.isEmpty();
    }
}
