package dev.sidestep.core.health;

import dev.sidestep.core.Nanos;
import java.time.Duration;
import java.util.OptionalLong;

/// A mean in which younger measurements weigh more, and that is unknown again when all are old.
/// Not thread-safe.
final class FadingMean {
    /// A measurement weighs 37 % after this.
    private static final double FADE_NANOS = Nanos.of(Duration.ofMinutes(5));
    /// More would make the mean slow to follow: the newest measurement weighs at least a tenth.
    private static final double MOST_WEIGHT = 9;
    /// Less is no knowledge: one measurement of 15 minutes ago, or ten of 26 minutes ago.
    private static final double LEAST_WEIGHT = 0.05;

    private double mean;
    private double weight;
    private long measuredAtNanos;

    void record(long valueNanos, long nowNanos) {
        double faded = weightAt(nowNanos);
        double before = faded < LEAST_WEIGHT ? 0 : Math.min(MOST_WEIGHT, faded);
        mean = (mean * before + valueNanos) / (before + 1);
        weight = before + 1;
        measuredAtNanos = nowNanos;
    }

    /// The mean; empty where nothing was measured of late.
    OptionalLong at(long nowNanos) {
        return weightAt(nowNanos) < LEAST_WEIGHT ? OptionalLong.empty() : OptionalLong.of(Math.round(mean));
    }

    private double weightAt(long nowNanos) {
        return weight * Math.exp(-Math.max(0, nowNanos - measuredAtNanos) / FADE_NANOS);
    }
}
