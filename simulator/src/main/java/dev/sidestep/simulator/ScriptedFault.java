package dev.sidestep.simulator;

/// A fault, the requests it is for, and how often it happens.
public record ScriptedFault(Where where, Fault fault, int times) {
    /// As `times`: until it is cleared.
    public static final int FOREVER = Integer.MAX_VALUE;

    public ScriptedFault {
        if (times < 1) {
            throw new IllegalArgumentException("times must be positive: " + times);
        }
    }
}
