package dev.sidestep.benchmarks.goodput;

/// What a strategy does next with a call.
sealed interface Move {
    /// Sends it to a target.
    ///
    /// @param timeoutNanos for the first content, from now
    record Send(Spot spot, long timeoutNanos) implements Move {}

    /// Waits, at most until this moment.
    record Wait(long untilNanos) implements Move {}

    /// Tells the caller that it fails.
    record GiveUp() implements Move {}
}
