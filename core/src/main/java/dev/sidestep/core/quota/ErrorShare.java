package dev.sidestep.core.quota;

/// By how much estimates miss, as a share of what was real. Thread-safe: guarded by the object
/// itself.
final class ErrorShare {
    /// About the last hundred samples count.
    private static final double FADING = 0.01;

    private double missed;
    private double real;

    synchronized void record(long estimated, long actual) {
        missed = missed * (1 - FADING) + Math.abs((double) estimated - actual);
        real = real * (1 - FADING) + actual;
    }

    synchronized double share() {
        return real == 0 ? 0 : missed / real;
    }
}
