package dev.sidestep.simulator;

/// Tokens held for an admitted request until [Simulator#settle].
public record Reservation(String provider, String organization, String model, long tokens) {}
