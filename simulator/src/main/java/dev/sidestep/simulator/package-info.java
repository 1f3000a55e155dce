/// Fake LLM providers: quotas, latencies and faults as data. A pure model in virtual time ([Simulator])
/// and an HTTP face in real time ([SimulatorServer]). Shares no code with the rest of Sidestep, so that
/// a mistake in its parsing cannot be hidden by the same mistake here.
@NullMarked
package dev.sidestep.simulator;

import org.jspecify.annotations.NullMarked;
