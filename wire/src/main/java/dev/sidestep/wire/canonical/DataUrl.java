package dev.sidestep.wire.canonical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// `data:` URLs, which hold what they point to: `data:image/png;charset=x;base64,…` (RFC 2397).
public final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";
    private static final String NO_TYPE = "text/plain";

    private DataUrl() {}

    /// True for what claims to be one.
    public static boolean isOne(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// What any URL points to: the data itself where it is a `data:` URL; empty for one that holds none.
    public static Optional<Source> source(String url) {
        return isOne(url) ? data(url).map(data -> data) : Optional.of(new Source.Url(url));
    }

    /// What a `data:` URL holds, without the parameters of its media type; empty for any other text.
    public static Optional<Source.Inline> data(String url) {
        int comma = url.indexOf(',');
        if (!isOne(url) || comma < 0) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma).strip().toLowerCase(Locale.ROOT);
        String data = url.substring(comma + 1);
        return Optional.of(new Source.Inline(mediaType(head), head.endsWith(BASE64) ? data : encoded(data)));
    }

    /// The URL of data.
    public static String of(Source.Inline data) {
        return SCHEME + data.mediaType() + BASE64 + "," + data.base64();
    }

    private static String mediaType(String head) {
        int end = head.indexOf(';');
        String type = (end < 0 ? head : head.substring(0, end)).strip();
        return type.isEmpty() ? NO_TYPE : type;
    }

    /// Percent-encoded data as base64. A plus sign stays one, and a percent sign that begins no escape does, too.
    private static String encoded(String data) {
        byte[] text = data.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = i + 2 < text.length && text[i] == '%' ? Character.digit(text[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
            plain.write(low < 0 ? text[i] : high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return Base64.getEncoder().encodeToString(plain.toByteArray());
    }
}
