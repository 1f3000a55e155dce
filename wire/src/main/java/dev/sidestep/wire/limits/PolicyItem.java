package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A member of a structured header: `"burst";q=100;w=60`, `100;w=60`, `remaining=50`.
///
/// @param name the quoted or bare word it begins with, in lower case; empty for a number
/// @param number the number it is, or that its name is set to, or untold
/// @param parameters what follows behind semicolons, in lower case
record PolicyItem(String name, long number, Map<String, String> parameters) {
    /// Members of a header that are read; a real one has under five.
    private static final int MAX_ITEMS = 16;
    /// Characters of a header that are read.
    private static final int MAX_CHARS = 1024;

    static List<PolicyItem> list(String header) {
        String text = header.length() > MAX_CHARS ? header.substring(0, MAX_CHARS) : header;
        List<PolicyItem> items = new ArrayList<>();
        for (String member : split(text.toLowerCase(Locale.ROOT), ',')) {
            if (items.size() < MAX_ITEMS) {
                items.add(item(split(member, ';')));
            }
        }
        return items;
    }

    long parameter(String key) {
        String value = parameters.get(key);
        return value == null ? UNTOLD : Counts.number(value);
    }

    private static PolicyItem item(List<String> parts) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
            }
        }
        String first = parts.getFirst();
        int equals = first.indexOf('=');
        String name = unquoted(equals < 0 ? first : first.substring(0, equals));
        long number = Counts.number(equals < 0 ? name : first.substring(equals + 1));
        return new PolicyItem(equals < 0 && number != UNTOLD ? "" : name, number, Map.copyOf(parameters));
    }

    private static String unquoted(String text) {
        return text.replace('"', ' ').strip();
    }

    /// The parts between separators that stand outside quotes.
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(text.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
