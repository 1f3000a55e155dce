/// Sidestep and nginx as proxies of the same simple provider, under the same load: what each call costs them.
///
/// Every part is a process of its own: the provider ([MockUpstream]), the load generator ([LoadGenerator]), nginx,
/// Sidestep; [LoadBenchmark] starts them, asks and measures.
@NullMarked
package dev.sidestep.benchmarks.load;

import org.jspecify.annotations.NullMarked;
