package dev.sidestep.simulator;

import java.util.List;
import java.util.Map;

/// How a provider of one dialect says what every provider has to say: who may, what is left, and no. Pure.
interface Voice {
    /// The key that a request carries; empty when it carries none.
    String key(SimulatedRequest request);

    Refusal missingKey();

    Refusal unknownKey(SimulatedRequest request);

    Refusal unknownPath(SimulatedRequest request);

    Refusal invalid(RefusedRequest refused);

    Refusal denied(Telling telling, String model, Admission.Denied denied);

    /// Headers that stand on every answer.
    ///
    /// @param number counts requests
    Map<String, String> headers(long number);

    /// Headers that tell what is left.
    ///
    /// @param epochSeconds now
    Map<String, String> quotaHeaders(List<Quota> quotas, long epochSeconds);

    /// The body of a refusal, as JSON.
    ///
    /// @param headers those of the same answer
    String body(Refusal refusal, Map<String, String> headers);
}
