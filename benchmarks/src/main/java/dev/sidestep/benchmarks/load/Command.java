package dev.sidestep.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;

/// A word and named values on one line: how the benchmark's processes talk, over standard input and output.
///
/// @param word what to do; empty in an answer
record Command(String word, Map<String, String> values) {
    Command {
        values = Map.copyOf(values);
    }

    /// Reads `word name=value name=value`.
    static Command read(String line) {
        String word = "";
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : line.strip().split(" +")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                word = part;
            } else {
                values.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new Command(word, values);
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    double decimal(String name) {
        return Double.parseDouble(text(name));
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing in: " + this);
        }
        return value;
    }
}
