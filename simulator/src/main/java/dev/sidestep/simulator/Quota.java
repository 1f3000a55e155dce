package dev.sidestep.simulator;

/// One limit as a provider's headers tell it: how much is left, and how long until all of it is back.
///
/// @param untilFullNanos nanoseconds until the bucket is full again, not until the next request fits
public record Quota(Dimension dimension, long limit, long remaining, long untilFullNanos) {}
