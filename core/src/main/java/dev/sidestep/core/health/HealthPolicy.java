package dev.sidestep.core.health;

import java.time.Duration;

/// When a target counts as unhealthy. Immutable.
///
/// @param window span that attempts count for
/// @param failures fewer failed attempts within the window never make a target unhealthy; at
///     least 1
/// @param share of the window's attempts that must have failed besides, above 0 and at most 1
/// @param slowFirstContent an answer whose first content takes longer counts as a failed attempt
public record HealthPolicy(Duration window, int failures, double share, Duration slowFirstContent) {
    public HealthPolicy {
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window must be positive: " + window);
        }
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1: " + failures);
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1: " + share);
        }
        if (!slowFirstContent.isPositive()) {
            throw new IllegalArgumentException("slow-first-content must be positive: " + slowFirstContent);
        }
    }

    /// Three failures that are half of a minute's attempts; 15 s to the first content are slow.
    public static HealthPolicy defaults() {
        return new HealthPolicy(Duration.ofMinutes(1), 3, 0.5, Duration.ofSeconds(15));
    }
}
