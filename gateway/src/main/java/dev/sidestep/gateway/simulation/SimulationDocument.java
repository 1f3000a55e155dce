package dev.sidestep.gateway.simulation;

import dev.sidestep.gateway.simulation.SimulatedProvider.Exhausted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The document of `GET /api/v1/simulation`.
public final class SimulationDocument {
    private SimulationDocument() {}

    /// What is simulated, and what is wrong with it.
    public static Map<String, Object> of(List<SimulatedProvider> providers) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("providers", providers.stream().map(SimulationDocument::of).toList());
        document.put("breaks", Arrays.stream(Break.values()).map(Break::id).toList());
        return document;
    }

    private static Map<String, Object> of(SimulatedProvider provider) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("provider", provider.name());
        entry.put("models", provider.models());
        entry.put(
                "exhausted",
                provider.exhausted().stream().map(SimulationDocument::of).toList());
        entry.put("broken", provider.broken().map(Break::id));
        entry.put("slow_ms", provider.delay().toMillis());
        return entry;
    }

    private static Map<String, Object> of(Exhausted exhausted) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("model", exhausted.model());
        entry.put("seconds", Math.ceilDiv(exhausted.left().toMillis(), 1_000L));
        return entry;
    }
}
