package dev.sidestep.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request as it came, without anything of HTTP that does not matter to a provider.
///
/// @param path below the provider's base path, such as `/chat/completions`
/// @param query what follows the question mark, as sent; empty when there is none
/// @param headers names in lower case
/// @param body not to be changed
public record SimulatedRequest(
        String provider, String method, String path, String query, Map<String, String> headers, byte[] body) {
    public SimulatedRequest {
        headers = Map.copyOf(headers);
    }

    /// A request without a query.
    public SimulatedRequest(String provider, String method, String path, Map<String, String> headers, byte[] body) {
        this(provider, method, path, "", headers, body);
    }

    /// A parameter of the query; empty when it is not there.
    String parameter(String name) {
        for (var pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /// A header by its name in lower case; empty when it is not there.
    String header(String name) {
        return headers.getOrDefault(name, "").strip();
    }

    /// The key of `Authorization: Bearer`; empty when there is none.
    String bearer() {
        var authorization = header("authorization");
        boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        return bearer ? authorization.substring(7).strip() : "";
    }
}
