package dev.sidestep.core.quota;

/// Sums that saturate: numbers come from callers and providers, and absurd ones must not turn
/// around.
final class Amounts {
    private Amounts() {}

    /// The sum of two that are not negative.
    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
