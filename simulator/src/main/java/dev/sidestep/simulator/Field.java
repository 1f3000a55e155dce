package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A value of a specification together with its place in it. What is wrong with it as a whole is thrown as
/// [IllegalArgumentException]; what can be told besides goes to the list of mistakes.
record Field(JsonNode node, String path, String name, List<String> mistakes) {
    void mistake(String what) {
        mistakes.add((path.isEmpty() ? "" : path + ": ") + what);
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    boolean isText() {
        return node.isTextual();
    }

    String text() {
        return node.asText();
    }

    /// Every other name is a mistake.
    void allow(String... names) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("must be an object: " + node);
        }
        var known = List.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                mistake("unknown field '" + name + "', known are " + String.join(", ", known));
            }
        });
    }

    Field child(String name) {
        return new Field(required(name), inside(name), name, mistakes);
    }

    String text(String name) {
        var value = required(name);
        if (!value.isTextual()) {
            throw wrong(name, "text", value);
        }
        return value.textValue();
    }

    String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    double decimal(String name) {
        var value = required(name);
        if (!value.isNumber()) {
            throw wrong(name, "a number", value);
        }
        return value.doubleValue();
    }

    long number(String name, long absent) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw wrong(name, "a whole number of at most " + Integer.MAX_VALUE, value);
        }
        return value.longValue();
    }

    boolean flag(String name, boolean absent) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    /// A constant by its name in kebab case.
    <E extends Enum<E>> E choice(String name, Class<E> type) {
        var text = text(name);
        var names = new ArrayList<String>();
        for (var constant : type.getEnumConstants()) {
            var kebab = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (kebab.equals(text)) {
                return constant;
            }
            names.add(kebab);
        }
        throw new IllegalArgumentException("'" + name + "' must be one of " + String.join(", ", names) + ": " + text);
    }

    List<Field> members(String name) {
        var members = new ArrayList<Field>();
        var value = node.path(name);
        if (has(name) && !value.isObject()) {
            throw wrong(name, "an object", value);
        }
        value.properties()
                .forEach(member -> members.add(
                        new Field(member.getValue(), inside(name) + "." + member.getKey(), member.getKey(), mistakes)));
        return members;
    }

    List<Field> elements(String name) {
        var elements = new ArrayList<Field>();
        var value = node.path(name);
        if (has(name) && !value.isArray()) {
            throw wrong(name, "a list", value);
        }
        for (int i = 0; i < value.size(); i++) {
            elements.add(new Field(value.get(i), inside(name) + "[" + i + "]", name, mistakes));
        }
        return elements;
    }

    private JsonNode required(String name) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static IllegalArgumentException wrong(String name, String expected, JsonNode value) {
        return new IllegalArgumentException("'" + name + "' must be " + expected + ": " + value);
    }
}
