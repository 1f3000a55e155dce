package dev.sidestep.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Spans from when something should have begun to when it ended. Whoever waits for a free connection is waiting: a span
/// begins at its intended moment, not when it could be sent, so a stall shows in every call that it delayed. Not
/// thread-safe.
final class Latencies {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1_000;

    private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);

    void record(long intendedNanos, long endedNanos) {
        nanos.recordValue(Math.clamp(endedNanos - intendedNanos, 1, LONGEST_NANOS));
    }

    long count() {
        return nanos.getTotalCount();
    }

    /// In microseconds; 0 where nothing was recorded.
    double percentileMicros(double percentile) {
        return count() == 0 ? 0 : nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
