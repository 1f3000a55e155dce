package dev.sidestep.benchmarks.goodput;

/// How one strategy did in one scenario.
record Result(Scenario scenario, Competitor competitor, Scorecard score) {}
