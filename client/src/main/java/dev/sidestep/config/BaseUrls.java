package dev.sidestep.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the addresses of providers.
public final class BaseUrls {
    /// What is expected, in words.
    public static final String EXPECTED = "a URL such as https://api.example.com/v1";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private BaseUrls() {}

    /// The address, without a slash at its end; empty when it is not one of a server.
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            return isServer(url) ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /// Whether it is an `http` or `https` address of a server, and nothing more.
    static boolean isServer(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getQuery() == null
                && url.getFragment() == null;
    }

    /// Whether what is sent there can be read on the way.
    public static boolean isPlainText(URI url) {
        return url.getScheme().equalsIgnoreCase("http") && !LOOPBACK.contains(url.getHost());
    }
}
