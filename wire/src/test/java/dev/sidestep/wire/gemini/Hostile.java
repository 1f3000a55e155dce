package dev.sidestep.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/// Answers that no provider means to send.
final class Hostile {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e999999999",
            "99999999999999999999",
            "\"\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "{\"name\":{},\"text\":[]}");

    private Hostile() {}

    /// An answer with some of its values replaced, and some of its bytes.
    static byte[] body(String sound, Random random) {
        String body = sound;
        for (int i = random.nextInt(4); i > 0; i--) {
            body = replaced(body, random);
        }
        byte[] bytes = body.getBytes(UTF_8);
        for (int i = random.nextInt(2) * random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String replaced(String body, Random random) {
        int colon = body.indexOf(':', random.nextInt(body.length()));
        int end = end(body, colon + 1);
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return colon < 0 ? body : body.substring(0, colon + 1) + value + body.substring(end);
    }

    /// Where the value ends that begins here.
    private static int end(String body, int from) {
        int depth = 0;
        boolean isQuoted = false;
        for (int at = from; at < body.length(); at++) {
            char c = body.charAt(at);
            isQuoted ^= c == '"';
            if (!isQuoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!isQuoted && (c == ',' || c == '}' || c == ']') && (depth == 0 || (c != ',' && --depth < 0))) {
                return at;
            }
        }
        return body.length();
    }
}
