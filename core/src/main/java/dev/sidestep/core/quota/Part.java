package dev.sidestep.core.quota;

import dev.sidestep.core.quota.Meter.Told;

/// This node's part of a limit while the nodes that share it do not hear of each other: what is left when that begins,
/// divided evenly, and what comes back as well. It is counted as if every other node took as much as this one does, so
/// that a call that is larger than the part still goes where nothing is used.
///
/// Not thread-safe: its [Sharing] guards it.
final class Part {
    private final Meter meter;
    /// The same with what this node took counted once.
    private final Meter real;
    /// The same without what the others have yet to be told.
    private Meter told;
    private final int nodes;
    private final boolean isConcurrent;
    private final long beganAtNanos;

    /// @param whole what counts for all of them
    Part(Meter whole, int nodes, long nowNanos) {
        this.meter = whole.copy();
        this.real = whole.copy();
        this.told = whole.copy();
        this.nodes = nodes;
        this.isConcurrent = whole instanceof ConcurrencyMeter;
        this.beganAtNanos = nowNanos;
        limit(whole.limit(), nowNanos);
    }

    /// Every other node has taken as much as this one that was not heard of.
    void assume(long unheard, long nowNanos) {
        if (!isConcurrent && unheard > 0) {
            meter.takenElsewhere(assumed(unheard) - unheard, nowNanos);
            told.takenElsewhere(-unheard, nowNanos);
        }
    }

    /// Of what has no window each node has its share, and at least one.
    void limit(long limit, long nowNanos) {
        real.limit(limit, nowNanos);
        told.limit(limit, nowNanos);
        meter.limit(isConcurrent && limit != Quota.NONE ? Math.max(1, limit / nodes) : limit, nowNanos);
    }

    private long assumed(long amount) {
        long limit = meter.limit();
        return isConcurrent ? amount : amount > limit / nodes ? Math.max(amount, limit) : amount * nodes;
    }

    long waitNanos(long amount, long nowNanos) {
        return meter.waitNanos(assumed(amount), nowNanos);
    }

    void take(long amount, long nowNanos) {
        meter.take(assumed(amount), nowNanos);
        real.takenElsewhere(amount, nowNanos);
    }

    /// What was taken before the part began was counted once.
    void correct(long counted, long now, long takenAtNanos, long nowNanos) {
        boolean isOfBefore = takenAtNanos - beganAtNanos < 0;
        real.correct(counted, now, takenAtNanos, nowNanos);
        meter.correct(isOfBefore ? counted : assumed(counted), isOfBefore ? now : assumed(now), takenAtNanos, nowNanos);
    }

    void learn(Told used, boolean replaces, long nowNanos) {
        real.learn(used, replaces, nowNanos);
        told.learn(used, replaces, nowNanos);
        meter.learn(used, replaces, nowNanos);
    }

    void remember(QuotaCount count, long nowNanos) {
        real.remember(count, nowNanos);
        told.remember(count, nowNanos);
        meter.remember(count, nowNanos);
    }

    /// Hands out what the others have to count of what this node took of a window since this was last asked, or since
    /// the part began, and of what they may not have heard of before. Negative where more came back.
    long takeUntold(long nowNanos) {
        long untold = isConcurrent ? 0 : real.used(nowNanos) - told.used(nowNanos);
        told = real.copy();
        return untold;
    }
}
