/// How many calls get an answer under quota: strategies against the simulated providers, in virtual time.
///
/// A [World] of providers, accounts and models with the limits of real ones, [Traffic] for hours of a day, and a [Rig]
/// that plays every call with a [Strategy]. A strategy knows what a gateway would know; only the [Oracle] sees the
/// quotas
/// inside the simulator. The same seed gives the same calls, faults and latencies to each.
@NullMarked
package dev.sidestep.benchmarks.goodput;

import org.jspecify.annotations.NullMarked;
