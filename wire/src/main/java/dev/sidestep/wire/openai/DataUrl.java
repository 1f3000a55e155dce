package dev.sidestep.wire.openai;

import dev.sidestep.wire.canonical.Source;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Addresses that hold what they point to: `data:image/png;charset=x;base64,…` (RFC 2397).
final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";
    private static final String NO_TYPE = "text/plain";

    private DataUrl() {}

    static boolean isOne(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// What it holds, without the parameters of its media type; empty where it cannot be read.
    static Optional<Source.Inline> parse(String url) {
        int comma = url.indexOf(',');
        if (comma < 0) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma);
        String data = url.substring(comma + 1);
        int parameters = head.indexOf(';');
        String type = (parameters < 0 ? head : head.substring(0, parameters)).strip();
        String mediaType = type.isEmpty() ? NO_TYPE : type.toLowerCase(Locale.ROOT);
        boolean isBase64 = head.toLowerCase(Locale.ROOT).stripTrailing().endsWith(BASE64);
        return isBase64
                ? Optional.of(new Source.Inline(mediaType, data))
                : decoded(data).map(text -> new Source.Inline(mediaType, text));
    }

    static String of(Source.Inline source) {
        return SCHEME + source.mediaType() + BASE64 + "," + source.base64();
    }

    private static Optional<String> decoded(String data) {
        try {
            String text = URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            return Optional.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
