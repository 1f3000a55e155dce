package dev.sidestep.core.quota;

/// Sums that saturate: numbers come from callers and providers, and absurd ones must not turn
/// around.
final class Amounts {
    private Amounts() {}

    /// The sum of any two.
    static long added(long one, long other) {
        long sum = one + other;
        boolean isTurned = ((one ^ sum) & (other ^ sum)) < 0;
        return isTurned ? one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
    }

    /// The sum of two that are not negative.
    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
