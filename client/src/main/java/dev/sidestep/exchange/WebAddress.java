package dev.sidestep.exchange;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address in the web that a stranger may have us ask: `https`, the usual port, a host that is known by name, and no
/// credentials. Where the name leads is another question. Immutable.
///
/// @param host in lower case; never a number in any notation
/// @param path with the query; never empty
record WebAddress(String host, String path) {
    static final int PORT = 443;

    /// Longer than signed addresses are.
    private static final int MOST_CHARS = 8 * 1024;

    private static final int MOST_HOST_CHARS = 253;
    /// Labels with dots between them, the last of which begins with a letter: so no IP address is one, be it written
    /// with
    /// dots, as one number, in octal or in hexadecimal, and neither is `localhost`.
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// The address that a text is; empty for all others.
    static Optional<WebAddress> of(String url) {
        return parsed(url).flatMap(WebAddress::of);
    }

    /// Where this address sends its visitors on to.
    ///
    /// @param location absolute, or relative to this address
    Optional<WebAddress> redirected(String location) {
        return parsed("https://" + host + path)
                .flatMap(base -> parsed(location).map(base::resolve))
                .flatMap(WebAddress::of);
    }

    private static Optional<WebAddress> of(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean isUsual = "https".equalsIgnoreCase(uri.getScheme())
                && uri.getRawUserInfo() == null
                && (uri.getPort() == PORT || uri.getPort() < 0);
        boolean isNamed = host.length() <= MOST_HOST_CHARS && HOST.matcher(host).matches();
        return isUsual && isNamed ? Optional.of(new WebAddress(host, path(uri))) : Optional.empty();
    }

    private static String path(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static Optional<URI> parsed(String url) {
        if (url.length() > MOST_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(escaped(url.strip())));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// People leave spaces, letters of all scripts and other things in addresses that have to be escaped there.
    private static String escaped(String url) {
        StringBuilder escaped = new StringBuilder(url.length());
        for (byte each : url.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each < 0x7f && "\"<>\\^`{|}".indexOf(each) < 0) {
                escaped.append((char) each);
            } else {
                escaped.append('%').append(HEX.toHexDigits(each));
            }
        }
        return escaped.toString();
    }
}
