package dev.sidestep.gateway;

import dev.sidestep.gateway.auth.Access;
import dev.sidestep.wire.canonical.WireFormat;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One line of the table of what can be asked of the gateway, and by whom. Immutable.
///
/// @param method its method; GET answers HEAD, too
/// @param path with `{}` for one segment, and `{...}` at the end for one or more
/// @param access who may ask
/// @param wire the wire format of the requests and of what they are answered with
/// @param action what is done, once that is settled and the body is read
record Route(HttpMethod method, String path, Access access, WireFormat wire, Action action) {
    private static final Set<HttpMethod> BRINGING_BODIES = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /// What is done.
    @FunctionalInterface
    interface Action {
        /// @param body empty where the method has none
        void run(Request request, byte[] body);
    }

    /// True where requests bring a body that counts.
    boolean hasBody() {
        return BRINGING_BODIES.contains(method);
    }

    boolean accepts(HttpMethod asked) {
        return asked.equals(method) || (asked.equals(HttpMethod.HEAD) && method.equals(HttpMethod.GET));
    }

    /// Its path in parts, some of them with braces.
    List<String> segments() {
        return path.equals("/") ? List.of() : List.of(path.substring(1).split("/"));
    }

    /// What stands in the place of the braces; empty where the path is another.
    Optional<List<String>> match(List<String> segments) {
        List<String> parts = segments();
        boolean isOpenEnded = !parts.isEmpty() && parts.getLast().equals("{...}");
        if (isOpenEnded ? segments.size() < parts.size() : segments.size() != parts.size()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.equals("{}")) {
                found.add(segments.get(i));
            } else if (part.equals("{...}")) {
                found.add(String.join("/", segments.subList(i, segments.size())));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }
}
