package dev.sidestep.wire.responses;

import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Source.Inline;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Reads and writes `data:` URLs (RFC 2397).
final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";
    private static final String UNSAID = "text/plain";

    private DataUrl() {}

    /// What a URL points to; empty for a `data:` URL that is none.
    static Optional<Source> source(String url) {
        return isOne(url) ? inline(url).map(inline -> inline) : Optional.of(new Source.Url(url));
    }

    /// True for what claims to be a `data:` URL.
    static boolean isOne(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// The data of a `data:` URL; empty where it is none.
    static Optional<Inline> inline(String url) {
        int comma = url.indexOf(',');
        if (!isOne(url) || comma < 0) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma);
        String data = url.substring(comma + 1);
        boolean isBase64 = head.regionMatches(true, head.length() - BASE64.length(), BASE64, 0, BASE64.length());
        return Optional.of(new Inline(mediaType(head), isBase64 ? data : encoded(data)));
    }

    /// The URL of data.
    static String of(Inline data) {
        return SCHEME + data.mediaType() + BASE64 + "," + data.base64();
    }

    private static String mediaType(String head) {
        int end = head.indexOf(';');
        String type = (end < 0 ? head : head.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() ? UNSAID : type;
    }

    /// Percent-encoded data as base64; what is no escape stands for itself.
    private static String encoded(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            plain.write(low < 0 ? bytes[i] : high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return Base64.getEncoder().encodeToString(plain.toByteArray());
    }
}
