package dev.sidestep.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// JSON as maps and lists, and random JSON whose values are known before anything reads it.
public final class JsonTree {
    private static final String[] TEXTS = {
        "", "a", "\"", "\\", "é", "日本", "😀", "\n\t\u0001", "{\"model\":\"x\"}", "],}", "0123456789abcdef", " : , "
    };
    private static final String[] SCALARS = {
        "null", "true", "false", "0", "-1", "2.50", "1e5", "-0.1E-7", "12345678901234567890"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n  ", "\t", " \r\n"};

    private JsonTree() {}

    public static Object parse(byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("no value");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> parseObject(byte[] json) {
        return (Map<String, Object>) parse(json);
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return token == JsonToken.VALUE_STRING ? "'" + parser.getText() : parser.getText();
    }

    /// A random value's text, with white space of every kind strewn in.
    public static String random(RandomGenerator random, int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        return switch (kind) {
            case 0 -> SCALARS[random.nextInt(SCALARS.length)];
            case 1 -> quoted(TEXTS[random.nextInt(TEXTS.length)], random);
            case 2 -> {
                StringBuilder array = new StringBuilder("[").append(space(random));
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    array.append(i == 0 ? "" : ",").append(space(random)).append(random(random, depth - 1));
                    array.append(space(random));
                }
                yield array.append(']').toString();
            }
            default -> {
                StringBuilder object = new StringBuilder("{").append(space(random));
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    object.append(i == 0 ? "" : ",").append(field("f" + i, random(random, depth - 1), random));
                }
                yield object.append('}').toString();
            }
        };
    }

    public static String field(String name, String json, RandomGenerator random) {
        return space(random) + quoted(name, random) + space(random) + ":" + space(random) + json + space(random);
    }

    public static String space(RandomGenerator random) {
        return SPACES[random.nextInt(SPACES.length)];
    }

    /// A text as JSON, now and then with escapes where none are needed.
    public static String quoted(String text, RandomGenerator random) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(12) == 0) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else if (Character.isSurrogate(c) && !quoted.isEmpty() && quoted.charAt(quoted.length() - 1) != '\\') {
                quoted.append(String.format("\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
