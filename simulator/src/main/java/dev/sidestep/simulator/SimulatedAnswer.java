package dev.sidestep.simulator;

import java.util.List;
import java.util.Optional;

/// What a simulated provider does about a request.
///
/// @param account the name of the account; empty when the key is unknown
/// @param model the model asked for; empty when there is none
/// @param fault the fault that was applied
/// @param reservation to be settled with `usedTokens` when the answer has been played
public record SimulatedAnswer(
        String account,
        String model,
        boolean streaming,
        Optional<Fault> fault,
        List<Step> steps,
        Optional<Reservation> reservation,
        long usedTokens) {
    public SimulatedAnswer {
        steps = List.copyOf(steps);
    }
}
