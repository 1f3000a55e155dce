package dev.sidestep.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [Restriction] in force. Guarded by the simulator's lock.
final class DeclaredLimit {
    // What providers commonly set, for a model that has no limit of its own to put into the message.
    private static final Map<Dimension, Long> USUAL_LIMITS = Map.of(
            Dimension.REQUESTS_PER_MINUTE, 30L,
            Dimension.REQUESTS_PER_DAY, 1_000L,
            Dimension.TOKENS_PER_MINUTE, 6_000L,
            Dimension.TOKENS_PER_DAY, 100_000L);

    private final Restriction restriction;
    private @Nullable Long endsAtNanos;

    DeclaredLimit(Restriction restriction) {
        this.restriction = restriction;
    }

    boolean matches(Account account, Ask ask) {
        return restriction.where().matches(account, ask.provider(), ask.model());
    }

    /// Starts the wait when this is the first request to meet it.
    long remainingNanos(long nowNanos) {
        if (endsAtNanos == null) {
            endsAtNanos = nowNanos + restriction.duration().toNanos();
        }
        return Math.max(0, endsAtNanos - nowNanos);
    }

    /// The numbers obey the providers' formula: used = limit - requested + wait / window x limit.
    Admission.Limited refusal(long tokens, Limits limits, String organization, List<Quota> quotas, long nowNanos) {
        var dimension = restriction.dimension();
        long limit = limits.limit(dimension).orElse(USUAL_LIMITS.getOrDefault(dimension, 1L));
        long requested = dimension.countsTokens() ? Math.min(tokens, limit) : 1;
        long wait = remainingNanos(nowNanos);
        long used = limit - requested + (long) Math.ceil(wait * (double) limit / dimension.windowNanos());
        return new Admission.Limited(dimension, limit, used, requested, wait, organization, quotas);
    }
}
