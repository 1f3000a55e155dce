package dev.sidestep.benchmarks.goodput;

import java.time.Duration;

/// What every strategy is given alike.
final class Attempts {
    /// Most attempts of a call.
    static final int MOST = 25;
    /// Longest wait of an attempt for its first content.
    static final long TIMEOUT_NANOS = Duration.ofSeconds(30).toNanos();

    private Attempts() {}

    static Move.Send at(Spot spot) {
        return new Move.Send(spot, TIMEOUT_NANOS);
    }
}
