package dev.sidestep.gateway.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of a JSON object that a reader asks for, and what is wrong with them. Not
/// thread-safe.
final class Fields {
    /// Longer than any name, address or key.
    private static final int MOST_CHARS = 4_096;

    private final JsonNode object;
    private final Map<String, String> mistakes = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /// @param object a JSON object
    Fields(JsonNode object) {
        this.object = object;
    }

    /// Adds what is wrong with a field; the first counts.
    void mistake(String field, String text) {
        mistakes.putIfAbsent(field, text);
    }

    /// What is wrong, by field; fields that nobody asked for are.
    Map<String, String> mistakes() {
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                mistake(name, "there is no such field; known are " + String.join(", ", asked));
            }
        });
        return mistakes;
    }

    /// A text without the white space around it; empty where it is left out, null, blank or wrong.
    Optional<String> text(String field) {
        JsonNode value = value(field);
        if (value.isTextual() && value.textValue().length() <= MOST_CHARS) {
            return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
        }
        expected(field, value, "a text of at most " + MOST_CHARS + " characters");
        return Optional.empty();
    }

    /// A yes or no; no where it is left out.
    boolean flag(String field) {
        JsonNode value = value(field);
        if (!value.isBoolean()) {
            expected(field, value, "true or false");
        }
        return value.asBoolean(false);
    }

    /// A list of texts; empty where it is left out.
    List<String> texts(String field, int most) {
        JsonNode value = value(field);
        List<String> texts = new ArrayList<>();
        value.forEach(each -> texts.add(each.isTextual() ? each.textValue().strip() : ""));
        boolean isList = value.isArray() && texts.size() <= most;
        if (!isList || texts.stream().anyMatch(text -> text.isEmpty() || text.length() > MOST_CHARS)) {
            expected(field, value, "a list of at most " + most + " texts");
            return List.of();
        }
        return texts;
    }

    /// Numbers by their names; none where they are left out.
    Map<String, Long> numbers(String field) {
        JsonNode value = value(field);
        Map<String, Long> numbers = new LinkedHashMap<>();
        value.properties().forEach(each -> {
            if (each.getValue().canConvertToLong() && each.getValue().isIntegralNumber()) {
                numbers.put(each.getKey(), each.getValue().longValue());
            }
        });
        if (!value.isObject() || numbers.size() != value.size()) {
            expected(field, value, "limits such as {\"rpm\": 30}");
            return Map.of();
        }
        return numbers;
    }

    private JsonNode value(String field) {
        asked.add(field);
        return object.path(field);
    }

    private void expected(String field, JsonNode value, String what) {
        if (!value.isMissingNode() && !value.isNull()) {
            mistake(field, "expected " + what);
        }
    }
}
