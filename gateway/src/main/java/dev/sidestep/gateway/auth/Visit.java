package dev.sidestep.gateway.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request shows of who sent it, and from where. Looks at a header only when asked for it.
///
/// @param knownRemote the other end of the connection, or null where nobody knows any more
/// @param isEncrypted true where the connection itself is
/// @param headers not changed
public record Visit(HttpMethod method, @Nullable SocketAddress knownRemote, boolean isEncrypted, MultiMap headers) {
    private static final String API_KEY = "x-api-key";
    private static final String AUTHORIZATION = "authorization";
    private static final String SCHEME = "Bearer ";

    /// What proxies add: whoever is at the other end of the connection passes on what another one asks.
    private static final List<String> FORWARDING = List.of("forwarded", "x-forwarded-for", "x-real-ip", "via");

    /// Whoever has an IPv6 address has as many as fit behind its first half.
    private static final int IPV6_NETWORK_BYTES = 8;

    /// More cookies of one name than any browser sends by accident.
    private static final int MOST_COOKIES = 4;

    /// What a request shows.
    public static Visit of(HttpServerRequest http) {
        return new Visit(http.method(), http.remoteAddress(), http.isSSL(), http.headers());
    }

    /// True for what may change something, as HTTP sees it.
    boolean isChange() {
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    }

    /// A header that is there once; empty where it is missing, or there are several.
    Optional<String> header(String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
    }

    boolean has(String name) {
        return headers.contains(name);
    }

    /// True where it tries to show a key. Other schemes than Bearer are for proxies in front.
    boolean showsKey() {
        return has(API_KEY)
                || headers.getAll(AUTHORIZATION).stream()
                        .anyMatch(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()));
    }

    /// The key that it shows; empty where it shows none, or several.
    Optional<String> key() {
        // Anthropic's way to show a key, which counts where both are shown.
        if (has(API_KEY)) {
            return header(API_KEY);
        }
        return header(AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }

    /// The values of a cookie. There may be several: other programs on the same host can set it, too.
    List<String> cookies(String name) {
        String start = name + "=";
        return headers.getAll("cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(start))
                .map(pair -> pair.substring(start.length()))
                .limit(MOST_COOKIES)
                .toList();
    }

    /// True where a program on this machine is at the other end of the connection.
    boolean isFromThisMachine() {
        return remote().filter(InetAddress::isLoopbackAddress).isPresent();
    }

    boolean isForwarded() {
        return FORWARDING.stream().anyMatch(this::has);
    }

    /// True where what is answered reaches the browser encrypted: by this connection, or as a proxy says.
    public boolean isSecure() {
        return isEncrypted
                || header("x-forwarded-proto").filter("https"::equalsIgnoreCase).isPresent()
                || header("forwarded")
                        .filter(value -> value.toLowerCase(Locale.ROOT).contains("proto=https"))
                        .isPresent();
    }

    /// Whose attempts are counted together: an IPv4 address, or the network of an IPv6 address.
    String place() {
        return remote().map(Visit::place).orElse("");
    }

    private static String place(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes, 0, address instanceof Inet6Address ? IPV6_NETWORK_BYTES : bytes.length);
    }

    private Optional<InetAddress> remote() {
        String text = knownRemote == null ? null : knownRemote.hostAddress();
        if (text == null) {
            return Optional.empty();
        }
        int zone = text.indexOf('%');
        return Optional.of(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)));
    }
}
