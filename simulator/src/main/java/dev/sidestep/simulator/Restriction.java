package dev.sidestep.simulator;

import java.time.Duration;

/// A limit declared as hit, whatever was used so far. For every organisation and model its wait starts with the first
/// request that meets it, so that this request is told exactly `duration`; from then on it counts down and ends by
/// itself.
public record Restriction(Where where, Dimension dimension, Duration duration) {
    public Restriction {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("wait must be positive: " + duration);
        }
    }
}
