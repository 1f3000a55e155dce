package dev.sidestep.gateway;

import dev.sidestep.gateway.simulation.SimulatedProviders;
import dev.sidestep.store.Store;
import java.util.Optional;

/// What a gateway finds where it starts, besides its configuration. Immutable.
///
/// @param limits of what clients may take
/// @param store where what happens is recorded, if anywhere; closed with the gateway
/// @param simulation through which people trouble the providers, where those are simulated
record Surroundings(Limits limits, Optional<Store> store, Optional<SimulatedProviders> simulation) {}
