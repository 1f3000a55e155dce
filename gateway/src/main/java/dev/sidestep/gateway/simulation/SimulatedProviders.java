package dev.sidestep.gateway.simulation;

import java.util.List;

/// Providers that are not real, which people may trouble to see what becomes of their calls. Thread-safe, and
/// never waits for anything.
public interface SimulatedProviders {
    /// Every provider, and what is wrong with it now.
    List<SimulatedProvider> all();

    /// Makes it so.
    ///
    /// @throws IllegalArgumentException where it names what is not simulated; the message says what is
    void change(SimulationChange change);
}
