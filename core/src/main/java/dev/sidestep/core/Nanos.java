package dev.sidestep.core;

import java.time.Duration;

/// Conversions into nanoseconds that saturate instead of overflowing.
public final class Nanos {
    private static final long PER_MILLI = 1_000_000L;
    private static final long PER_SECOND = 1_000_000_000L;

    private Nanos() {}

    /// A duration in nanoseconds, `Long.MAX_VALUE` when it does not fit (292 years).
    public static long of(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException _) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /// Milliseconds in nanoseconds, `Long.MAX_VALUE` when they do not fit.
    public static long ofMillis(long millis) {
        return millis > Long.MAX_VALUE / PER_MILLI ? Long.MAX_VALUE : millis * PER_MILLI;
    }

    /// Whole milliseconds, rounded up; 0 for nothing and less.
    public static long toMillisRoundedUp(long nanos) {
        return nanos <= 0 ? 0 : (nanos - 1) / PER_MILLI + 1;
    }

    /// Whole seconds, rounded up: a wait told to somebody is never too short.
    public static long toSecondsRoundedUp(long nanos) {
        return nanos <= 0 ? 0 : (nanos - 1) / PER_SECOND + 1;
    }
}
