package dev.sidestep.benchmarks.goodput;

/// Chance that depends on nothing but what it is for: whichever strategy asks, in whatever order, the same attempt of
/// the
/// same call at the same target meets the same luck.
final class Chance {
    private static final double UNIT = 0x1.0p-53;

    private Chance() {}

    /// A number from 0 to just below 1.
    static double of(long seed, long what, long which, long subject) {
        long mixed = mix(mix(mix(mix(seed) + what) + which) + subject);
        return (mixed >>> 11) * UNIT;
    }

    // The finalizer of SplitMix64, after a step of the golden ratio.
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
