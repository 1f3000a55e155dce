package dev.sidestep.simulator;

/// One wire: reads its requests, and writes its answers. Everything that does not depend on the wire is the [Desk]'s.
interface Face {
    SimulatedAnswer answer(Exchange exchange);
}
