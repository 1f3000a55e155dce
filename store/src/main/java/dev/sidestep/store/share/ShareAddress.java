package dev.sidestep.store.share;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where nodes meet: one Valkey or Redis server, and a namespace in it. Immutable; never printed with its password.
///
/// @param isTls whether the connection is encrypted, and the server's certificate verified
/// @param user empty for the server's default user
/// @param password empty for none
/// @param database the number of the database, from 0
/// @param namespace letters, digits, `-`, `_` and `.`, at most 64: nodes of different namespaces never hear of each
///     other
/// @param nodes how many nodes there are at least: counts while nobody has been heard of yet, from 1 to 1,000
public record ShareAddress(
        String host, int port, boolean isTls, String user, String password, int database, String namespace, int nodes) {
    private static final int USUAL_PORT = 6379;
    private static final int MOST_DATABASES = 1_000_000;
    private static final int MOST_NODES = 1_000;
    private static final Map<String, Boolean> TLS_BY_SCHEME =
            Map.of("redis", false, "valkey", false, "rediss", true, "valkeys", true);
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public ShareAddress {
        require(!host.isEmpty(), "has no host");
        require(port > 0 && port < 65_536, "has a port out of range");
        require(
                user.isEmpty() || !password.isEmpty(),
                "has a user without a password: write user:password@, or :password@");
        require(database >= 0 && database <= MOST_DATABASES, "has a database out of range");
        require(
                NAMESPACE.matcher(namespace).matches(),
                "needs a namespace of letters, digits, '-', '_' and '.', at most 64");
        require(nodes >= 1 && nodes <= MOST_NODES, "needs nodes from 1 to " + MOST_NODES);
    }

    /// The address that a text such as `rediss://user:password@host:6379/0?namespace=eu&nodes=3` gives. The schemes
    /// `valkey` and `valkeys` mean the same as `redis` and `rediss`. Everything but scheme and host may be missing.
    ///
    /// @throws IllegalArgumentException with a sentence that begins with a verb, and that never holds the password
    public static ShareAddress parse(String text) {
        URI uri = uriOf(text);
        String scheme = String.valueOf(uri.getScheme());
        require(TLS_BY_SCHEME.containsKey(scheme), "begins with none of redis://, rediss://, valkey://, valkeys://");
        require(uri.getHost() != null, "has no host that can be read");
        require(uri.getRawFragment() == null, "has a '#', which must be written %23");
        Map<String, String> parameters = parametersOf(uri.getRawQuery());
        return new ShareAddress(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                TLS_BY_SCHEME.getOrDefault(scheme, true),
                userOf(uri.getRawUserInfo()),
                passwordOf(uri.getRawUserInfo()),
                databaseOf(uri.getRawPath()),
                parameters.getOrDefault("namespace", "default"),
                numberOf(parameters.getOrDefault("nodes", "1"), "needs nodes as a number"));
    }

    /// `host:port`, for people.
    String place() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (isTls ? "rediss://" : "redis://") + (password.isEmpty() ? "" : user + ":***@") + place() + "/"
                + database + "?namespace=" + namespace + "&nodes=" + nodes;
    }

    private static URI uriOf(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException _) {
            // Its message quotes the text, and with it the password.
            throw new IllegalArgumentException(
                    "cannot be read as an address: what is special in a user or password must be %-encoded");
        }
    }

    private static String userOf(@Nullable String knownUserInfo) {
        return knownUserInfo == null ? "" : decoded(knownUserInfo.split(":", 2)[0]);
    }

    private static String passwordOf(@Nullable String knownUserInfo) {
        return knownUserInfo == null || !knownUserInfo.contains(":")
                ? ""
                : decoded(knownUserInfo.substring(knownUserInfo.indexOf(':') + 1));
    }

    private static int databaseOf(String path) {
        String number = path.replaceAll("^/", "");
        return number.isEmpty() ? 0 : numberOf(number, "has a path that is no database's number");
    }

    private static Map<String, String> parametersOf(@Nullable String knownQuery) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : knownQuery == null ? new String[0] : knownQuery.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            require(
                    parts.length == 2 && (parts[0].equals("namespace") || parts[0].equals("nodes")),
                    "has a parameter other than namespace and nodes");
            parameters.put(parts[0], decoded(parts[1]));
        }
        return parameters;
    }

    private static int numberOf(String text, String otherwise) {
        require(text.matches("\\d{1,9}"), otherwise);
        return Integer.parseInt(text);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
