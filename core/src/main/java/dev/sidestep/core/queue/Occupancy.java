package dev.sidestep.core.queue;

/// Who is in the waiting room at a moment.
///
/// @param interactive how many interactive calls wait
/// @param batch how many batch calls wait, those that count as interactive by now included
/// @param longestWaitNanos how long the first of them has waited; 0 when nobody waits
public record Occupancy(int interactive, int batch, long longestWaitNanos) {}
