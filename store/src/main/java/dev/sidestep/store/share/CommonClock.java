package dev.sidestep.store.share;

import dev.sidestep.core.Ticker;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// The clock that all nodes call the same: the server's, as far as it can be told from here. This machine's own wall
/// clock plays no part. Samples come from one thread; the rest is thread-safe.
final class CommonClock {
    /// How many of the latest samples are looked at. The one that took the shortest way is the most exact: the error is
    /// at most half of it.
    private static final int SAMPLES = 16;

    private final Ticker ticker;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile long offsetNanos;
    private volatile boolean isKnown;

    private record Sample(long roundTripNanos, long offsetNanos) {}

    CommonClock(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Takes in what the server's clock said between two moments of the ticker.
    void sample(long askedNanos, long answeredNanos, long serverNanos) {
        long roundTrip = answeredNanos - askedNanos;
        samples.addLast(new Sample(roundTrip, serverNanos - askedNanos - roundTrip / 2));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
        samples.stream()
                .min(Comparator.comparingLong(Sample::roundTripNanos))
                .ifPresent(best -> offsetNanos = best.offsetNanos());
        isKnown = true;
    }

    /// Forgets the samples: from now on it may be another server.
    void forget() {
        samples.clear();
    }

    /// Whether the server was ever asked.
    boolean isKnown() {
        return isKnown;
    }

    /// What is to be added to the ticker's nanoseconds for the server's since 1970.
    long offsetNanos() {
        return offsetNanos;
    }

    /// The ticker's nanoseconds.
    long nanos() {
        return ticker.nanos();
    }

    /// Now, in the server's milliseconds since 1970.
    long millis() {
        return millisOf(nanos());
    }

    /// The server's milliseconds at a moment of the ticker.
    long millisOf(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos + offsetNanos);
    }
}
