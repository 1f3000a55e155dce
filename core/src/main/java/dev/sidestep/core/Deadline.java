package dev.sidestep.core;

import java.time.Duration;

/// The last moment of a call, on the monotonic clock. A type of its own, so that it cannot be mixed up with a
/// wall-clock
/// instant or a span.
///
/// @param atNanos the moment, as the ticker counts
public record Deadline(long atNanos) {
    /// The deadline of a call that starts now. Spans beyond a century are cut, so that the sum cannot overflow.
    public static Deadline after(Duration span, long nowNanos) {
        return new Deadline(nowNanos + Math.min(Nanos.of(span), Nanos.of(Duration.ofDays(36_500))));
    }

    /// Nanoseconds left; negative when it has passed.
    public long remainingNanos(long nowNanos) {
        return atNanos - nowNanos;
    }

    /// True once nothing may be started any more.
    public boolean hasPassed(long nowNanos) {
        return remainingNanos(nowNanos) <= 0;
    }
}
