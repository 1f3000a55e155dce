package dev.sidestep.core.health;

import java.util.OptionalLong;

/// How a target has been doing of late.
///
/// @param attempts within the window, since it was last unhealthy
/// @param failures how many of them failed or were slow
/// @param firstContentNanos what its first content takes on average; empty where none was measured
///     of late
public record HealthState(int attempts, int failures, OptionalLong firstContentNanos) {
    /// Of a target that nothing is known of.
    public static final HealthState UNKNOWN = new HealthState(0, 0, OptionalLong.empty());
}
