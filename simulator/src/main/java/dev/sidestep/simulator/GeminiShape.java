package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The shape of Gemini's requests, and what Google says of a body that does not have it. Fields may be written in camel
/// case or with underscores; what is read has camel case, and no nulls. Throws [RefusedRequest] with every mistake.
final class GeminiShape {
    private static final String RESOURCE = "gemini-request.txt";
    private static final Map<String, Map<String, Field>> MESSAGES = messages();
    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final int MAX_DEPTH = 60; // of Google's own parser: 100 levels of JSON

    private final List<String> mistakes = new ArrayList<>();

    private GeminiShape() {}

    private enum Many {
        ONE,
        LIST,
        MAP
    }

    private record Field(String type, Many many) {}

    /// The request with camel case everywhere.
    static ObjectNode read(ObjectNode body, String message) {
        var shape = new GeminiShape();
        var read = shape.message(body, message, "", 0);
        if (!shape.mistakes.isEmpty()) {
            throw GeminiReader.refused(String.join("\n", shape.mistakes));
        }
        return read;
    }

    private ObjectNode message(ObjectNode node, String type, String path, int depth) {
        var fields = MESSAGES.getOrDefault(type, Map.of());
        var read = JsonNodeFactory.instance.objectNode();
        for (var property : node.properties()) {
            var name = camel(property.getKey());
            var field = fields.get(name);
            if (field == null) {
                mistakes.add("Invalid JSON payload received. Unknown name \"" + property.getKey() + "\""
                        + (path.isEmpty() ? "" : " at '" + path + "'") + ": Cannot find field.");
            } else if (!property.getValue().isNull()) {
                read.set(name, value(property.getValue(), field, join(path, snake(name)), depth + 1));
            }
        }
        return read;
    }

    private JsonNode value(JsonNode value, Field field, String path, int depth) {
        if (depth > MAX_DEPTH) {
            mistakes.add("Invalid JSON payload received. Nesting is too deep at '" + path + "'.");
            return value;
        }
        return switch (field.many()) {
            case ONE -> one(value, field.type(), path, depth);
            case LIST -> list(value, field.type(), path, depth);
            case MAP -> map(value, field.type(), path, depth);
        };
    }

    /// One value where a list belongs is a list of one, as Google reads it.
    private JsonNode list(JsonNode value, String type, String path, int depth) {
        var list = JsonNodeFactory.instance.arrayNode();
        if (!value.isArray()) {
            return list.add(one(value, type, path, depth));
        }
        for (int i = 0; i < value.size(); i++) {
            list.add(one(value.get(i), type, path + "[" + i + "]", depth));
        }
        return list;
    }

    private JsonNode map(JsonNode value, String type, String path, int depth) {
        var map = JsonNodeFactory.instance.objectNode();
        int index = 0;
        for (var entry : value.properties()) {
            map.set(entry.getKey(), one(entry.getValue(), type, path + "[" + index++ + "].value", depth));
        }
        return map;
    }

    private JsonNode one(JsonNode value, String type, String path, int depth) {
        if (MESSAGES.containsKey(type)) {
            if (value instanceof ObjectNode object) {
                return message(object, type, path, depth);
            }
            mistakes.add("Invalid value at '" + path + "' (" + type + "), " + value);
            return value;
        }
        if (value.isArray() && !type.equals("any")) {
            mistakes.add("Invalid value at '" + path + "', Proto field is not repeating, cannot start list.");
        } else if (!fits(value, type)) {
            mistakes.add("Invalid value at '" + path + "' (TYPE_" + protoName(type) + "), " + value);
        }
        return value;
    }

    private static boolean fits(JsonNode value, String type) {
        return switch (type) {
            case "text" -> value.isTextual();
            case "enum" -> value.isTextual() || value.isIntegralNumber();
            case "flag" -> value.isBoolean();
            case "number" -> value.isNumber() || value.asText().matches("-?\\d+(\\.\\d+)?");
            case "integer" ->
                value.canConvertToExactIntegral() && value.isNumber()
                        || value.asText().matches("-?\\d+");
            case "bytes" -> value.isTextual() && isBase64(value.textValue());
            case String _ -> true;
        };
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String protoName(String type) {
        return switch (type) {
            case "text" -> "STRING";
            case "flag" -> "BOOL";
            case "number" -> "FLOAT";
            case "integer" -> "INT32";
            case String other -> other.toUpperCase(Locale.ROOT);
        };
    }

    static String camel(String name) {
        return UNDERSCORE.matcher(name).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static String snake(String name) {
        return CAPITAL.matcher(name).replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT));
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static Map<String, Map<String, Field>> messages() {
        try (var resource = GeminiShape.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("not on the class path: " + RESOURCE);
            }
            var messages = new HashMap<String, Map<String, Field>>();
            var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> {
                        var words = line.split(" ");
                        var fields = new HashMap<String, Field>();
                        for (int i = 1; i < words.length; i++) {
                            var parts = words[i].split(":");
                            fields.put(parts[0].replaceAll("[*%]", ""), new Field(parts[1], many(parts[0])));
                        }
                        messages.put(words[0], fields);
                    });
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Many many(String field) {
        if (field.endsWith("*")) {
            return Many.LIST;
        }
        return field.endsWith("%") ? Many.MAP : Many.ONE;
    }
}
