package dev.sidestep.simulator;

import java.util.List;
import java.util.Map;

/// One request of a known account, before its body is read. Immutable.
///
/// @param nowNanos monotonic
/// @param epochSeconds wall time, as answers tell it
record Exchange(ProviderSpec provider, SimulatedRequest request, Account account, long nowNanos, long epochSeconds) {
    Dialect dialect() {
        return provider.dialect();
    }

    Voice voice() {
        return dialect().voice();
    }

    Telling telling() {
        return provider.rules().telling();
    }

    Map<String, String> quotaHeaders(List<Quota> quotas) {
        return telling().hasHeaders() ? voice().quotaHeaders(quotas, epochSeconds) : Map.of();
    }

    Ask ask(String model, long promptTokens, long maxTokens) {
        return new Ask(provider.name(), account.name(), model, promptTokens, maxTokens);
    }

    /// The seal of what a model says to this account.
    Seal seal(String model) {
        return new Seal(provider.name(), account.name(), model);
    }

    /// Whether a model reads images; one that is not known does.
    boolean sees(String model) {
        return provider.model(model).map(ModelSpec::vision).orElse(true);
    }
}
