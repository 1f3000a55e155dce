package dev.sidestep.simulator;

/// What is used of one limit. Not thread-safe: its owner guards it.
sealed interface Meter permits TokenBucket, CalendarWindow {
    Dimension dimension();

    long limit();

    /// Nanoseconds until `amount` fits; 0 when it fits now. Never comes true when `amount` exceeds the limit.
    long waitNanos(long amount, long nowNanos);

    void take(long amount, long nowNanos);

    /// Gives back what was reserved and not used; a negative amount takes what was used on top.
    void giveBack(long amount, long nowNanos);

    /// May exceed the limit after a [#giveBack] of a negative amount.
    long used(long nowNanos);

    /// Nanoseconds until nothing is used any more.
    long untilFullNanos(long nowNanos);

    default Quota quota(long nowNanos) {
        return new Quota(dimension(), limit(), Math.max(0, limit() - used(nowNanos)), untilFullNanos(nowNanos));
    }
}
