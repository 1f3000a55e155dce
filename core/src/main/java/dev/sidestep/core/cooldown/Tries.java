package dev.sidestep.core.cooldown;

import dev.sidestep.core.Nanos;
import java.time.Duration;

/// The attempts under way that try whether a cooldown is over, this node's and the others'. Immutable.
///
/// @param here this node's that have not come back
/// @param enteredNanos when the last of them was let through
/// @param elsewhere the other nodes' of which nothing more was heard
/// @param heardNanos when the last of them was heard of
record Tries(int here, long enteredNanos, int elsewhere, long heardNanos) {
    /// A request that has not come back after this never will.
    private static final long LOST_NANOS = Nanos.of(Duration.ofMinutes(10));
    /// A node of which nothing was heard for this long is lost, or its word is.
    private static final long LOST_ELSEWHERE_NANOS = Nanos.of(Duration.ofSeconds(30));

    static Tries none(long nowNanos) {
        return new Tries(0, nowNanos, 0, nowNanos);
    }

    int count(long nowNanos) {
        return here(nowNanos) + elsewhere(nowNanos);
    }

    private int here(long nowNanos) {
        return nowNanos - enteredNanos > LOST_NANOS ? 0 : here;
    }

    int elsewhere(long nowNanos) {
        return nowNanos - heardNanos > LOST_ELSEWHERE_NANOS ? 0 : elsewhere;
    }

    Tries entered(long nowNanos) {
        return new Tries(here(nowNanos) + 1, nowNanos, elsewhere, heardNanos);
    }

    Tries left() {
        return new Tries(Math.max(0, here - 1), enteredNanos, elsewhere, heardNanos);
    }

    Tries heard(long nowNanos) {
        return new Tries(here, enteredNanos, elsewhere(nowNanos) + 1, nowNanos);
    }

    /// One of the other nodes' counts as one of this node's, so that what it came to is this node's finding, too.
    Tries takenOver() {
        return new Tries(here + 1, enteredNanos, Math.max(0, elsewhere - 1), heardNanos);
    }
}
