package dev.sidestep.core.quota;

/// The high side of what was seen of some proportion: its running mean and twice the running
/// deviation from it, as a retransmission timer judges round trips. Each sample weighs as much as
/// what it was taken from, and older ones fade.
///
/// Thread-safe: read without a lock, changed under the object's own.
final class HighSide {
    /// So much of what was seen fades with each sample.
    private static final double FADING = 1.0 / 32;
    private static final int DEVIATIONS = 2;

    private volatile Sums sums;

    private record Sums(double weight, double amount, double deviation) {
        double mean() {
            return amount / weight;
        }

        double high() {
            return (amount + DEVIATIONS * deviation) / weight;
        }

        Sums with(double addedWeight, double addedAmount) {
            double newWeight = weight * (1 - FADING) + addedWeight;
            double newAmount = amount * (1 - FADING) + addedAmount;
            double missed = Math.abs(addedAmount - newAmount / newWeight * addedWeight);
            return new Sums(newWeight, newAmount, deviation * (1 - FADING) + missed);
        }
    }

    /// @param weight of the first guess, as if it were a sample
    /// @param amount that was guessed for it
    HighSide(double weight, double amount) {
        this.sums = new Sums(weight, amount, 0);
    }

    /// Amount per weight, on the high side.
    double perWeight() {
        return sums.high();
    }

    /// Amount per weight, in the middle.
    double mean() {
        return sums.mean();
    }

    synchronized void record(double weight, double amount) {
        sums = sums.with(weight, amount);
    }
}
