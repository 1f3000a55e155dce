package dev.sidestep.gateway;

import dev.sidestep.gateway.Route.Action;
import dev.sidestep.gateway.auth.Access;
import dev.sidestep.wire.canonical.WireFormat;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The table of everything that can be asked. What is not in it does not exist. Immutable.
final class Routes {
    /// SDKs that append a path of their own to the base URL find the same calls there.
    private static final List<String> OPENAI_PREFIXES = List.of("/v1", "/openai/v1", "");

    private static final List<String> ANTHROPIC_PREFIXES = List.of("/v1", "/anthropic/v1");

    private final List<Route> all = new ArrayList<>();
    /// What is at the paths without braces, whatever else would fit them: no request searches for it.
    private final Map<List<String>, List<Match>> known = new HashMap<>();

    /// A route that fits a path, and what stands in the place of its braces.
    record Match(Route route, List<String> variables) {}

    Routes() {
        for (String prefix : OPENAI_PREFIXES) {
            add(HttpMethod.POST, prefix + "/chat/completions", Access.CLIENT, Calls::chat);
            add(HttpMethod.POST, prefix + "/responses", Access.CLIENT, WireFormat.RESPONSES, Calls::chat);
            add(HttpMethod.POST, prefix + "/embeddings", Access.CLIENT, Calls::embeddings);
            add(HttpMethod.GET, prefix + "/models", Access.CLIENT, Questions::models);
            add(HttpMethod.GET, prefix + "/models/{...}", Access.CLIENT, Questions::model);
        }
        for (String prefix : ANTHROPIC_PREFIXES) {
            add(HttpMethod.POST, prefix + "/messages", Access.CLIENT, WireFormat.ANTHROPIC, Calls::chat);
            add(
                    HttpMethod.POST,
                    prefix + "/messages/count_tokens",
                    Access.CLIENT,
                    WireFormat.ANTHROPIC,
                    Calls::countTokens);
        }
        add(HttpMethod.POST, "/api/v1/agents/{}/chat", Access.CLIENT, AgentCalls::chat);
        add(HttpMethod.GET, "/api/v1/agents", Access.CLIENT, Questions::agents);
        add(HttpMethod.GET, "/api/v1/rate-limit-status", Access.ADMIN, Questions::rateLimits);
        add(HttpMethod.DELETE, "/api/v1/rate-limit-status", Access.ADMIN, Questions::clearRateLimits);
        add(HttpMethod.GET, "/api/v1/targets", Access.ADMIN, Questions::targets);
        add(HttpMethod.POST, "/api/v1/explain", Access.ADMIN, Questions::explain);
        add(HttpMethod.GET, "/api/v1/usage", Access.ADMIN, StoreQuestions::usage);
        add(HttpMethod.GET, "/api/v1/calls", Access.ADMIN, StoreQuestions::calls);
        add(HttpMethod.GET, "/api/v1/calls/{}", Access.ADMIN, StoreQuestions::call);
        add(HttpMethod.PATCH, "/api/v1/accounts/{}", Access.ADMIN, AccountEdits::change);
        add(HttpMethod.PUT, "/api/v1/accounts/order", Access.ADMIN, AccountEdits::order);
        add(HttpMethod.GET, "/api/v1/state", Access.ADMIN, Questions::state);
        add(HttpMethod.POST, "/api/v1/try/chat/completions", Access.ADMIN, Calls::tryOut);
        add(HttpMethod.GET, "/api/v1/try/models", Access.ADMIN, Questions::models);
        add(HttpMethod.GET, "/api/v1/simulation", Access.ADMIN, SimulationControls::show);
        add(HttpMethod.POST, "/api/v1/simulation", Access.ADMIN, SimulationControls::change);
        add(HttpMethod.DELETE, "/api/v1/simulation", Access.ADMIN, SimulationControls::restore);
        add(HttpMethod.GET, "/api/v1/session", Access.OPEN, SigningIn::show);
        add(HttpMethod.POST, "/api/v1/session", Access.OPEN, SigningIn::open);
        add(HttpMethod.DELETE, "/api/v1/session", Access.OPEN, SigningIn::close);
        add(HttpMethod.GET, "/api/v1/accounts", Access.ADMIN, AccountQuestions::accounts);
        add(HttpMethod.POST, "/api/v1/accounts", Access.ADMIN, AccountQuestions::add);
        add(HttpMethod.DELETE, "/api/v1/accounts/{}", Access.ADMIN, AccountQuestions::remove);
        add(HttpMethod.GET, "/api/v1/presets", Access.ADMIN, AccountQuestions::presets);
        add(HttpMethod.GET, "/api/v1/live", Access.ADMIN, LiveViewer::look);
        add(HttpMethod.GET, "/health", Access.OPEN, Questions::health);
        add(HttpMethod.GET, "/health/ready", Access.OPEN, Questions::readiness);
        add(HttpMethod.GET, "/metrics", Access.CLIENT, Questions::metrics);
        add(HttpMethod.GET, "/", Access.OPEN, Pages::welcome);
        add(HttpMethod.GET, "/dashboard/{...}", Access.OPEN, Pages::file);
        all.stream()
                .filter(route -> !route.path().contains("{"))
                .forEach(route -> known.computeIfAbsent(route.segments(), this::search));
    }

    private void add(HttpMethod method, String path, Access access, Action action) {
        add(method, path, access, WireFormat.OPENAI, action);
    }

    private void add(HttpMethod method, String path, Access access, WireFormat wire, Action action) {
        all.add(new Route(method, path, access, wire, action));
    }

    /// Every route, for those who list them.
    List<Route> all() {
        return List.copyOf(all);
    }

    /// What is at a path, whatever the method.
    List<Match> at(List<String> segments) {
        List<Match> matches = known.get(segments);
        return matches == null ? search(segments) : matches;
    }

    private List<Match> search(List<String> segments) {
        return all.stream()
                .flatMap(route -> route.match(segments).stream().map(variables -> new Match(route, variables)))
                .toList();
    }

    /// The one of them that takes the method.
    static Optional<Match> of(List<Match> matches, HttpMethod method) {
        for (Match match : matches) {
            if (match.route().accepts(method)) {
                return Optional.of(match);
            }
        }
        return Optional.empty();
    }

    /// The methods that a path takes, for the header `allow`.
    static String allowed(List<Match> matches) {
        return matches.stream()
                .map(match -> match.route().method())
                .flatMap(method -> method.equals(HttpMethod.GET) ? Stream.of("GET", "HEAD") : Stream.of(method.name()))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
