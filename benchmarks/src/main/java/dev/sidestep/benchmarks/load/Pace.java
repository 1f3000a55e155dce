package dev.sidestep.benchmarks.load;

/// When calls are to be sent.
///
/// @param callsPerSecond of the open loop; 0 for the closed loop
record Pace(double callsPerSecond) {
    private static final double NANOS_PER_SECOND = 1e9;

    Pace {
        if (!(callsPerSecond >= 0) || Double.isInfinite(callsPerSecond)) {
            throw new IllegalArgumentException("calls per second must be finite and not negative: " + callsPerSecond);
        }
    }

    boolean isOpenLoop() {
        return callsPerSecond > 0;
    }

    /// The intended moment of a call of the open loop: computed from the start, so that no rounding adds up.
    long intendedNanos(long call, long startNanos) {
        return startNanos + Math.round(call * NANOS_PER_SECOND / callsPerSecond);
    }
}
