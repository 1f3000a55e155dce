package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.wire.limits.times.Waits;
import dev.sidestep.wire.limits.words.Names;
import dev.sidestep.wire.limits.words.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads headers that name their own windows, in every form that
/// [the IETF's drafts](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/) went
/// through:
///
/// - `ratelimit-policy: "burst";q=100;w=60` with `ratelimit: "burst";r=50;t=30`
/// - `ratelimit-policy: 100;w=60` with `ratelimit: limit=100, remaining=50, reset=30`
/// - `ratelimit-limit: 100, 100;w=60, 5000;w=3600` with `ratelimit-remaining: 50` and
///   `ratelimit-reset: 30`, also with `x-` before each
final class QuotaPolicies {
    /// The names of the oldest form.
    private record Names(String limit, String remaining, String reset) {
        static Names of(String prefix) {
            return new Names(prefix + "limit", prefix + "remaining", prefix + "reset");
        }
    }

    /// How it stands with one policy.
    ///
    /// @param name the policy's name, or empty
    /// @param limit the limit that is meant, where it has no name, or untold
    private record State(String name, long limit, long remaining, long resetMillis) {}

    private static final List<Names> OLDEST = List.of(Names.of("ratelimit-"), Names.of("x-ratelimit-"));

    private QuotaPolicies() {}

    /// What the headers tell; empty for none.
    static List<QuotaReport> read(Headers headers, Instant now) {
        Optional<String> policy = headers.first("ratelimit-policy");
        if (policy.isPresent()) {
            List<State> states = headers.first("ratelimit")
                    .map(value -> states(PolicyItem.list(value)))
                    .orElseGet(() -> List.of(state(headers, OLDEST.getFirst(), now)));
            return reports(PolicyItem.list(policy.get()), states);
        }
        for (Names names : OLDEST) {
            Optional<String> limit = headers.first(names.limit());
            if (limit.isPresent() && limit.get().indexOf(';') > 0) {
                return reports(PolicyItem.list(limit.get()), List.of(state(headers, names, now)));
            }
        }
        return List.of();
    }

    private static State state(Headers headers, Names names, Instant now) {
        long limit = headers.first(names.limit())
                .map(value -> PolicyItem.list(value).getFirst().number())
                .orElse(UNTOLD);
        long remaining = headers.first(names.remaining()).map(Counts::number).orElse(UNTOLD);
        long reset = headers.first(names.reset())
                .map(value -> Reset.of(value, headers, now).millis())
                .orElse(UNTOLD);
        return new State("", limit, remaining, reset);
    }

    private static List<State> states(List<PolicyItem> items) {
        List<State> named = items.stream()
                .filter(item -> item.parameter("r") != UNTOLD)
                .map(item -> new State(item.name(), UNTOLD, item.parameter("r"), millis(item.parameter("t"))))
                .toList();
        return named.isEmpty()
                ? List.of(new State(
                        "", numberOf(items, "limit"), numberOf(items, "remaining"), millis(numberOf(items, "reset"))))
                : named;
    }

    private static long numberOf(List<PolicyItem> items, String name) {
        return items.stream()
                .filter(item -> item.name().equals(name))
                .mapToLong(PolicyItem::number)
                .findFirst()
                .orElse(UNTOLD);
    }

    private static List<QuotaReport> reports(List<PolicyItem> items, List<State> states) {
        List<PolicyItem> policies = items.stream()
                .filter(item -> item.parameter("w") != UNTOLD && quota(item) > 0)
                .toList();
        return policies.stream()
                .flatMap(policy -> report(policy, policies, states).stream())
                .toList();
    }

    private static Optional<QuotaReport> report(PolicyItem policy, List<PolicyItem> all, List<State> states) {
        Optional<State> state =
                states.stream().filter(one -> belongs(one, policy, all)).findFirst();
        Counts counts = Counts.of(quota(policy), state.map(State::remaining).orElse(UNTOLD));
        long reset = state.map(State::resetMillis).orElse(UNTOLD);
        Optional<Unit> unit = unit(policy);
        return Windows.ofSeconds(policy.parameter("w"))
                .flatMap(window -> unit.map(what -> counts.report(LimitScope.MODEL, what, window, reset)));
    }

    /// A state with a name is its policy's; one without is the only policy's, or that of the only
    /// policy with its limit.
    private static boolean belongs(State state, PolicyItem policy, List<PolicyItem> all) {
        if (!state.name().isEmpty()) {
            return state.name().equals(policy.name());
        }
        long alike = all.stream().filter(one -> quota(one) == state.limit()).count();
        return all.size() == 1 || quota(policy) == state.limit() && alike == 1;
    }

    private static long quota(PolicyItem policy) {
        return policy.parameters().containsKey("q") ? policy.parameter("q") : policy.number();
    }

    /// The unit that the policy names (`qu`), or that its name holds; requests by default. Bytes
    /// are no unit of ours.
    private static Optional<Unit> unit(PolicyItem policy) {
        String named = policy.parameters().getOrDefault("qu", policy.name().contains("token") ? "tokens" : "requests");
        return switch (named) {
            case "requests" -> Optional.of(Unit.REQUESTS);
            case "tokens" -> Optional.of(Unit.TOKENS);
            default -> Optional.empty();
        };
    }

    private static long millis(long seconds) {
        return seconds == UNTOLD || seconds > Waits.LONGEST_NANOS / Waits.SECOND_NANOS ? UNTOLD : seconds * 1000;
    }
}
