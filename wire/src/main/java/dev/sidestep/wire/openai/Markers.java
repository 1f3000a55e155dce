package dev.sidestep.wire.openai;

import java.nio.charset.StandardCharsets;

/// Tells, without parsing, whether an event of a committed stream says more than text.
final class Markers {
    private static final byte[] FINISH = ascii("finish_reason\"");
    private static final byte[] USAGE = ascii("usage\"");
    private static final byte[] ERROR = ascii("error\"");

    private Markers() {}

    /// True where a name that matters is followed by something other than null. Never true by a text that merely quotes
    /// such a name: inside a JSON string its quotes are escaped, so the closing one does not follow the name.
    static boolean in(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"' && i + 1 < to && speaks(bytes, i + 1, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean speaks(byte[] bytes, int from, int to) {
        return switch (bytes[from]) {
            case 'f' -> starts(bytes, from, to, FINISH) && isSaid(bytes, from + FINISH.length, to);
            case 'u' -> starts(bytes, from, to, USAGE) && isSaid(bytes, from + USAGE.length, to);
            // "error" may also be a value: {"object":"error"}
            case 'e' -> starts(bytes, from, to, ERROR) && isSaid(bytes, from + ERROR.length, to);
            default -> false;
        };
    }

    private static boolean isSaid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ':' || bytes[at] == ' ')) {
            at++;
        }
        return at == to || bytes[at] != 'n';
    }

    private static boolean starts(byte[] bytes, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
