package dev.sidestep.gateway.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the gateway listens. Immutable.
///
/// @param host a name or an address, IPv6 without its brackets
/// @param port 0 for any free one
public record ListenAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1|localhost");

    public ListenAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be from 0 to " + MAX_PORT + ": " + port);
        }
    }

    /// Port 8080 of the loopback address.
    public static ListenAddress standard() {
        return loopback(8080);
    }

    /// A port of the loopback address, 0 for any free one.
    public static ListenAddress loopback(int port) {
        return new ListenAddress("127.0.0.1", port);
    }

    /// The address of a text such as `127.0.0.1:8080` or `[::1]:8080`; empty for any other text.
    public static Optional<ListenAddress> parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new ListenAddress(host, Integer.parseInt(matcher.group(3))));
    }

    /// True where only programs of this machine can reach it. A name other than `localhost` is not
    /// looked up, and so is none.
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
