package dev.sidestep.wire.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sidestep.wire.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;

/// Event streams read by the letter of the HTML standard, whole and in no hurry. One byte is one character here; only
/// types are decoded. Like our reader, and unlike the standard, it dispatches what lacks nothing but its blank line.
final class ReferenceSse {
    private static final String BYTE_ORDER_MARK =
            new String(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, ISO_8859_1);

    private ReferenceSse() {}

    /// One event: its type and its data's bytes, one to a character.
    record Event(String type, String data) {
        static Event of(SseEvent event) {
            return new Event(event.type(), new String(event.copy(), ISO_8859_1));
        }
    }

    static List<Event> events(byte[] stream) {
        List<Event> events = new ArrayList<>();
        List<String> data = new ArrayList<>();
        String type = "";
        for (String line : (withoutMark(stream) + "\n\n").split("\r\n|\n|\r", -1)) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(new Event(type.isEmpty() ? SseEvent.MESSAGE : type, String.join("\n", data)));
                }
                data.clear();
                type = "";
            } else if (name(line).equals("data")) {
                data.add(value(line));
            } else if (name(line).equals("event")) {
                type = new String(value(line).getBytes(ISO_8859_1), UTF_8);
            }
        }
        return events;
    }

    /// Bytes up to the end of the last blank line.
    static long boundary(byte[] stream) {
        String text = new String(stream, ISO_8859_1);
        int boundary = 0;
        for (int at = 0; at < text.length(); ) {
            int end = endOfLine(text, at);
            boolean isBlank = end == at || (at == 0 && text.substring(0, end).equals(BYTE_ORDER_MARK));
            if (end == text.length()) {
                break;
            }
            at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
            boundary = isBlank ? at : boundary;
        }
        return boundary;
    }

    private static int endOfLine(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static String withoutMark(byte[] stream) {
        String text = new String(stream, ISO_8859_1);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String name(String line) {
        return line.contains(":") ? line.substring(0, line.indexOf(':')) : line;
    }

    private static String value(String line) {
        String value = line.contains(":") ? line.substring(line.indexOf(':') + 1) : "";
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
