package dev.sidestep.gateway;

import dev.sidestep.gateway.Route.Access;
import dev.sidestep.gateway.Routes.Match;
import dev.sidestep.gateway.Service.InForce;
import dev.sidestep.gateway.auth.ApiKeys;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ApiError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way in: reads the path, finds the route, asks who it is, reads the body, in this order, and
/// then lets the route act. Lives on its event loop.
final class Ingress {
    private static final RequestPath NOWHERE = new RequestPath(List.of(), Map.of());

    private static final ApiKeys NONE = new ApiKeys(List.of());

    private final Server server;
    private final Routes routes = new Routes();

    Ingress(Server server) {
        this.server = server;
    }

    void take(HttpServerRequest http) {
        http.response().exceptionHandler(_ -> {});
        http.exceptionHandler(_ -> {});
        InForce inForce = server.service().inForce();
        Optional<RequestPath> path = RequestPath.parse(http.uri());
        if (path.isEmpty()) {
            Request unknown = unknown(http, inForce, NOWHERE, WireFormat.OPENAI);
            new BodyReader(unknown)
                    .refuse(
                            400,
                            ApiError.of(
                                    "The request's path is malformed", "invalid_request_error", "malformed_request"));
            return;
        }
        List<Match> matches = routes.at(path.get().segments());
        Optional<Match> match = Routes.of(matches, http.method());
        if (match.isPresent()) {
            enter(http, inForce, path.get(), match.get());
        } else {
            WireFormat wire = matches.isEmpty()
                    ? WireFormat.OPENAI
                    : matches.getFirst().route().wire();
            nothing(unknown(http, inForce, path.get(), wire), matches);
        }
    }

    private Request unknown(HttpServerRequest http, InForce inForce, RequestPath path, WireFormat wire) {
        return new Request(http, server, inForce, path, List.of(), "", wire);
    }

    private void enter(HttpServerRequest http, InForce inForce, RequestPath path, Match match) {
        WireFormat wire = match.route().wire();
        Optional<String> caller = caller(http, inForce, match.route().access());
        if (caller.isEmpty()) {
            Request unknown = unknown(http, inForce, path, wire);
            unknown.response().putHeader("www-authenticate", "Bearer");
            new BodyReader(unknown)
                    .refuse(
                            401,
                            ApiError.of(
                                    "The key is missing or wrong: show one of the gateway's keys as 'Authorization: Bearer …'",
                                    "authentication_error",
                                    "invalid_api_key"));
            return;
        }
        Request request = new Request(http, server, inForce, path, match.variables(), caller.get(), wire);
        if (match.route().hasBody()) {
            new BodyReader(request).read(body -> run(match.route(), request, body));
        } else {
            run(match.route(), request, new byte[0]);
        }
    }

    private void run(Route route, Request request, byte[] body) {
        try {
            route.action().run(request, body);
        } catch (RuntimeException bug) {
            request.failed(bug);
        }
    }

    /// Who asks; empty where they may not.
    private static Optional<String> caller(HttpServerRequest http, InForce inForce, Access access) {
        ApiKeys keys = switch (access) {
            case OPEN -> NONE;
            case CLIENT -> inForce.apiKeys();
            case ADMIN -> inForce.adminKeys().isEmpty() ? inForce.apiKeys() : inForce.adminKeys();
        };
        if (keys.isEmpty()) {
            return Optional.of("");
        }
        // Anthropic's way to show a key, which counts there where both are shown.
        List<String> key = http.headers().getAll("x-api-key");
        if (!key.isEmpty()) {
            return key.size() == 1 ? keys.callerOf(key.getFirst()) : Optional.empty();
        }
        List<String> shown = http.headers().getAll(HttpHeaders.AUTHORIZATION);
        return shown.size() == 1 ? keys.caller(shown.getFirst()) : Optional.empty();
    }

    private static void nothing(Request request, List<Match> matches) {
        if (matches.isEmpty()) {
            new BodyReader(request)
                    .refuse(
                            404,
                            ApiError.of(
                                    "There is nothing at this path; GET / lists what is here",
                                    "invalid_request_error",
                                    "not_found"));
            return;
        }
        String allowed = Routes.allowed(matches);
        request.response().putHeader(HttpHeaders.ALLOW, allowed);
        new BodyReader(request)
                .refuse(
                        405,
                        ApiError.of(
                                "This path takes " + allowed + " only", "invalid_request_error", "method_not_allowed"));
    }
}
