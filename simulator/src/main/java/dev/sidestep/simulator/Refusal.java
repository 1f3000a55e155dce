package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A "no" before it is written in a wire. Immutable.
///
/// @param type what kind of error the provider calls it
/// @param param the parameter that is wrong, where the wire tells it
/// @param code where the wire has one beside the type
/// @param details what Gemini adds; empty elsewhere, and not to be changed
record Refusal(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        ArrayNode details,
        Map<String, String> headers) {
    static Refusal of(int status, String type, String message) {
        return of(status, type, message, null, null);
    }

    static Refusal of(int status, String type, String message, @Nullable String param, @Nullable String code) {
        return new Refusal(status, message, type, param, code, JsonNodeFactory.instance.arrayNode(), Map.of());
    }

    Refusal withDetails(ArrayNode told) {
        return new Refusal(status, message, type, param, code, told, headers);
    }

    /// The same with more headers; its own go first.
    Refusal withHeaders(Map<String, String> more) {
        var all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return new Refusal(status, message, type, param, code, details, all);
    }
}
