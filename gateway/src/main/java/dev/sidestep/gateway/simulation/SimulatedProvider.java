package dev.sidestep.gateway.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A provider that is not real, at a moment. Immutable.
///
/// @param models that it offers
/// @param exhausted those of them whose limit is hit
/// @param knownBreak how it fails now, or null where it does not
/// @param delay by which all it answers is later
public record SimulatedProvider(
        String name,
        List<String> models,
        List<Exhausted> exhausted,
        @Nullable Break knownBreak,
        Duration delay) {
    /// A model whose limit is hit.
    ///
    /// @param left until there is room again; all of it until somebody has asked for the model
    public record Exhausted(String model, Duration left) {}

    public SimulatedProvider {
        models = List.copyOf(models);
        exhausted = List.copyOf(exhausted);
    }

    /// How it fails now, where it does.
    public Optional<Break> broken() {
        return Optional.ofNullable(knownBreak);
    }
}
