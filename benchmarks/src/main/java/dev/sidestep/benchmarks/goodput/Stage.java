package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Simulator;

/// Where one strategy plays one scenario.
///
/// @param simulator the providers; a strategy other than the oracle has no business with it
/// @param queue what is to happen; a strategy may let itself be woken by it
record Stage(Scenario scenario, Simulator simulator, EventQueue queue) {
    static Stage of(Scenario scenario) {
        return new Stage(scenario, scenario.world().simulator(), new EventQueue());
    }
}
