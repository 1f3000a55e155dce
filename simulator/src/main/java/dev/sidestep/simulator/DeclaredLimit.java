package dev.sidestep.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A [Restriction] in force. Guarded by the simulator's lock.
final class DeclaredLimit {
    // What providers commonly set, for a model that has no limit of its own to put into the message.
    private static final Map<Dimension, Long> USUAL_LIMITS = Map.of(
            Dimension.REQUESTS_PER_MINUTE, 30L,
            Dimension.REQUESTS_PER_DAY, 1_000L,
            Dimension.TOKENS_PER_MINUTE, 6_000L,
            Dimension.TOKENS_PER_DAY, 100_000L);

    private final Restriction restriction;
    private final Map<String, Long> endsAtNanos = new BoundedMap<>();

    DeclaredLimit(Restriction restriction) {
        this.restriction = restriction;
    }

    /// How long the limit is still hit for a request; 0 when it is not for it. The first request of an organisation for
    /// a model starts that model's wait.
    long remainingNanos(Account account, Ask ask, long nowNanos) {
        if (!restriction.where().matches(account, ask.provider(), ask.model())) {
            return 0;
        }
        long end = endsAtNanos.computeIfAbsent(
                bucket(account, ask), _ -> nowNanos + restriction.duration().toNanos());
        return Math.max(0, end - nowNanos);
    }

    Where where() {
        return restriction.where();
    }

    /// What is left of it: all, until somebody meets it, then the longest wait of those who did; empty once it is over
    /// for all of them.
    Optional<Restriction> left(long nowNanos) {
        long left = endsAtNanos.values().stream()
                .mapToLong(end -> end - nowNanos)
                .max()
                .orElse(restriction.duration().toNanos());
        return left <= 0
                ? Optional.empty()
                : Optional.of(new Restriction(where(), restriction.dimension(), Duration.ofNanos(left)));
    }

    /// How long a request would be refused, without consequences: a wait that nobody has met yet is there in full.
    long foreseenNanos(Account account, Ask ask, long nowNanos) {
        boolean isMet = endsAtNanos.containsKey(bucket(account, ask));
        boolean isMeant = restriction.where().matches(account, ask.provider(), ask.model());
        return isMet || !isMeant
                ? remainingNanos(account, ask, nowNanos)
                : restriction.duration().toNanos();
    }

    private static String bucket(Account account, Ask ask) {
        return ask.provider() + " " + account.organization() + " " + ask.model();
    }

    /// The numbers obey the providers' formula: used = limit - requested + wait / window x limit.
    Admission.Limited refusal(long wait, long tokens, Limits limits, Account account) {
        var dimension = restriction.dimension();
        long limit = limits.limit(dimension).orElse(USUAL_LIMITS.getOrDefault(dimension, 1L));
        long requested = dimension.countsTokens() ? Math.min(tokens, limit) : 1;
        long used = limit - requested + (long) Math.ceil(wait * (double) limit / dimension.windowNanos());
        return new Admission.Limited(dimension, limit, used, requested, wait, account.organization(), false, List.of());
    }
}
