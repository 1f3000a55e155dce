package dev.sidestep.core.quota;

import dev.sidestep.core.quota.Meter.Told;

/// This node's part of a limit while the nodes that share it do not hear of each other: what is left when that begins,
/// divided evenly, and what comes back as well. It is counted as if every other node took as much as this one does, so
/// that a call that is larger than the part still goes where nothing is used.
///
/// Not thread-safe: its [Sharing] guards it.
final class Part {
    private final Meter meter;
    private final int nodes;
    private final boolean isConcurrent;
    private final long beganAtNanos;

    private Part(Meter meter, int nodes, boolean isConcurrent, long nowNanos) {
        this.meter = meter;
        this.nodes = nodes;
        this.isConcurrent = isConcurrent;
        this.beganAtNanos = nowNanos;
    }

    /// @param whole what counts for all of them
    static Part of(Meter whole, int nodes, long nowNanos) {
        Part part = new Part(whole.copy(), nodes, whole instanceof ConcurrencyMeter, nowNanos);
        part.limit(whole.limit(), nowNanos);
        return part;
    }

    /// Of what has no window each node has its share, and at least one.
    void limit(long limit, long nowNanos) {
        meter.limit(isConcurrent && limit != Quota.NONE ? Math.max(1, limit / nodes) : limit, nowNanos);
    }

    private long assumed(long amount) {
        long limit = meter.limit();
        return isConcurrent ? amount : amount > limit / nodes ? Math.max(amount, limit) : amount * nodes;
    }

    long waitNanos(long amount, long nowNanos) {
        return meter.waitNanos(assumed(amount), nowNanos);
    }

    boolean take(long amount, long nowNanos) {
        return meter.take(assumed(amount), nowNanos);
    }

    /// What was taken before the part began was counted once.
    void correct(long counted, long real, long takenAtNanos, long nowNanos) {
        boolean isOfBefore = takenAtNanos - beganAtNanos < 0;
        long before = isOfBefore ? counted : assumed(counted);
        long after = isOfBefore ? real : assumed(real);
        meter.correct(before, after, takenAtNanos, nowNanos);
    }

    void learn(Told told, boolean replaces, long nowNanos) {
        meter.learn(told, replaces, nowNanos);
    }

    void remember(QuotaCount count, long nowNanos) {
        meter.remember(count, nowNanos);
    }

    /// What still counts of what this node took of a window since the part began.
    long own(Meter whole, long nowNanos) {
        long used = whole.used(nowNanos);
        long others = Math.max(0, meter.used(nowNanos) - used);
        return isConcurrent ? 0 : Math.min(used, Math.ceilDiv(others, nodes - 1));
    }
}
