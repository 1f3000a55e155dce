package dev.sidestep.benchmarks.goodput;

import java.time.Duration;

/// A span of virtual time, counted from [World#ZERO].
record Span(long fromNanos, long toNanos) {
    static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double NANOS_PER_HOUR = 3_600e9;

    Span {
        if (toNanos <= fromNanos) {
            throw new IllegalArgumentException("a span must not be empty: " + fromNanos + " to " + toNanos);
        }
    }

    static Span of(Duration from, Duration length) {
        return new Span(from.toNanos(), from.plus(length).toNanos());
    }

    double hours() {
        return (toNanos - fromNanos) / NANOS_PER_HOUR;
    }

    boolean contains(long nowNanos) {
        return nowNanos >= fromNanos && nowNanos < toNanos;
    }
}
