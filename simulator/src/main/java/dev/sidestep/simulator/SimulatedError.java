package dev.sidestep.simulator;

/// Error bodies that faults send unless told otherwise.
final class SimulatedError {
    static final String OVER_CAPACITY =
            "{\"error\":{\"message\":\"The model is over capacity\",\"type\":\"internal_server_error\"}}";

    private SimulatedError() {}
}
