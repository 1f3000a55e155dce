package dev.sidestep.wire.gemini;

import dev.sidestep.wire.canonical.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Reads `data:` URLs, by RFC 2397.
final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    private DataUrl() {}

    /// What a URL holds; empty where it is of another kind, or broken.
    static Optional<Source.Inline> read(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT);
        String data = url.substring(comma + 1);
        boolean isBase64 = head.endsWith(BASE64);
        Optional<String> base64 = isBase64 ? Optional.of(data) : decoded(data).map(DataUrl::encoded);
        return base64.map(bytes -> new Source.Inline(mediaType(head), bytes));
    }

    private static String mediaType(String head) {
        int end = head.indexOf(';');
        String type = end < 0 ? head : head.substring(0, end);
        return type.isBlank() ? "text/plain" : type.strip();
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Undoes the percent-encoding; a plus sign stays one.
    private static Optional<byte[]> decoded(String data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length());
        byte[] text = data.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < text.length; at++) {
            if (text[at] != '%') {
                bytes.write(text[at]);
                continue;
            }
            int high = at + 2 < text.length ? Character.digit(text[at + 1], 16) : -1;
            int low = at + 2 < text.length ? Character.digit(text[at + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high * 16 + low);
            at += 2;
        }
        return Optional.of(bytes.toByteArray());
    }
}
