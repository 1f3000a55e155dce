package dev.sidestep.core.quota;

import java.time.Duration;

/// What follows of a limit that nobody tells from what went through and what was refused.
///
/// A refusal says that the limit is about what went through in the last window. From there it grows
/// by probing: a tenth after a window that was used. A probe that is too much costs refusals; so
/// each one that was refused makes the next one half as large, and lets it wait for four times as
/// many answers, up to a few hundred: then at most a few in a thousand are refused. It is forgotten
/// after an hour without refusals, unless calls still press against it.
///
/// Not thread-safe but for [#limit] and [#isDue]: its [Quota] guards it.
final class Inference {
    private static final long MEMORY_NANOS = Duration.ofHours(1).toNanos();
    /// A window that was used to less says nothing of whether its limit is too low.
    private static final double USED = 0.8;

    /// With fewer than this in a minute somebody else uses the limit, or it is none of requests.
    private static final long LEAST_SEEN_PER_MINUTE = 5;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long GROWTH_DIVISOR = 10;
    private static final int PATIENCE_FACTOR_BITS = 2;
    private static final int MOST_FAILURES = 5;
    /// At one or a few refusals in so many answers, refusals cost next to nothing.
    private static final long MOST_PATIENCE_ANSWERS = 500;

    private final long windowNanos;
    private volatile long limit = Quota.NONE;
    private volatile long reviewAtNanos;
    private long refusedAtNanos;
    private long loweredAtNanos;
    private long answers;
    private int failures;
    private boolean isProbe;

    Inference(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /// The most in a window; [Quota#NONE] where nothing is inferred.
    long limit() {
        return limit;
    }

    /// True where it is time for [#review].
    boolean isDue(long nowNanos) {
        return limit != Quota.NONE && nowNanos - reviewAtNanos >= 0;
    }

    /// @param used what went through in the last window, without what was refused
    void refused(long used, long nowNanos) {
        refusedAtNanos = nowNanos;
        if (limit == Quota.NONE && used < leastSeen()) {
            return; // what refuses calls that come one by one is not their pace
        }
        lower(used, nowNanos);
        failures = isProbe ? Math.min(MOST_FAILURES, failures + 1) : failures;
        isProbe = false;
        answers = 0;
        reviewAtNanos = nowNanos + windowNanos;
    }

    private long leastSeen() {
        return windowNanos < MINUTE_NANOS ? 1 : LEAST_SEEN_PER_MINUTE;
    }

    /// Requests under way when the first one is refused are one event: they lower it once.
    private void lower(long used, long nowNanos) {
        if (limit == Quota.NONE) {
            limit = used;
            loweredAtNanos = nowNanos;
        } else if (used < limit) {
            limit = Math.max(used, limit / 2);
            loweredAtNanos = nowNanos;
        } else if (nowNanos - loweredAtNanos >= windowNanos) {
            limit = Math.max(1, limit - tenth());
            loweredAtNanos = nowNanos;
        }
    }

    private long tenth() {
        return Math.max(1, limit / GROWTH_DIVISOR);
    }

    /// @param used what went through in the window that has just ended
    void review(long used, long nowNanos) {
        reviewAtNanos = nowNanos + windowNanos;
        if (used >= USED * limit) {
            answers += used;
            probe();
        } else if (nowNanos - refusedAtNanos > MEMORY_NANOS) {
            limit = Quota.NONE;
            failures = 0;
            isProbe = false;
        }
    }

    private void probe() {
        if (answers < patienceAnswers()) {
            return;
        }
        failures = isProbe ? Math.max(0, failures - 1) : failures;
        limit += Math.max(1, tenth() >> failures);
        isProbe = true;
        answers = 0;
    }

    private double patienceAnswers() {
        return Math.min(MOST_PATIENCE_ANSWERS, USED * limit * (1L << (PATIENCE_FACTOR_BITS * failures)));
    }
}
