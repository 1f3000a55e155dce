package dev.sidestep.store.share;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// What is counted. Thread-safe.
final class Tally {
    final LongAdder ignored = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
    private volatile long lastRoundTripNanos;

    void roundTrip(long nanos) {
        lastRoundTripNanos = nanos;
    }

    ShareStatus status(boolean isConnected, String trouble, int nodes) {
        return new ShareStatus(
                isConnected,
                trouble,
                nodes,
                ignored.sum(),
                dropped.sum(),
                sent.sum(),
                received.sum(),
                TimeUnit.NANOSECONDS.toMicros(lastRoundTripNanos));
    }
}
