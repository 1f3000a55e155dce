package dev.sidestep.gateway;

import dev.sidestep.gateway.Routes.Match;
import dev.sidestep.gateway.auth.Access;
import dev.sidestep.gateway.auth.Verdict;
import dev.sidestep.gateway.auth.Verdict.Admitted;
import dev.sidestep.gateway.auth.Verdict.Refused;
import dev.sidestep.gateway.auth.Visit;
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
        Verdict verdict = inForce.admission().admit(match.route().access(), Visit.of(http));
        switch (verdict) {
            case Admitted(String caller) -> {
                WireFormat wire = match.route().wire();
                admit(new Request(http, server, inForce, path, match.variables(), caller, wire), match.route());
            }
            case Refused(int status, ApiError error, Map<String, String> headers) -> {
                headers.forEach(http.response()::putHeader);
                new BodyReader(unknown(http, inForce, path, match.route().wire())).refuse(status, error);
            }
        }
    }

    private void admit(Request request, Route route) {
        if (route.access() == Access.ADMIN) {
            // What admins see is for them, not for what sits between.
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (route.hasBody()) {
            BodyReader reader = route.access() == Access.OPEN ? BodyReader.small(request) : new BodyReader(request);
            reader.read(body -> run(route, request, body));
        } else {
            run(route, request, new byte[0]);
        }
    }

    private void run(Route route, Request request, byte[] body) {
        try {
            route.action().run(request, body);
        } catch (RuntimeException bug) {
            request.failed(bug);
        }
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
