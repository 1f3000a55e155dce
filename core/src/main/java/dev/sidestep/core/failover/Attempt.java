package dev.sidestep.core.failover;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;

/// One request to one target, and what it came to.
///
/// @param number its place in the call, from 1
/// @param target which target
/// @param outcome what it came to
/// @param detail what the provider or the transport said, shortened; empty where nothing
/// @param startedNanos when the request was decided on, as the ticker counts
/// @param endedNanos when the outcome was known
/// @param cooledNanos how long the target cools because of it; 0 where it does not
public record Attempt(
        int number,
        Target target,
        Outcome outcome,
        String detail,
        long startedNanos,
        long endedNanos,
        long cooledNanos) {

    /// The same attempt at its real end, which for a stream is long after its first content.
    public Attempt until(Outcome real, String words, long atNanos) {
        return new Attempt(number, target, real, words, startedNanos, atNanos, cooledNanos);
    }

    /// The attempt's entry in a trail: `groq-free/llama-3.1-8b-instant=rate-limited(1366s)`.
    public String trail() {
        String cooled = cooledNanos > 0 ? "(" + Nanos.toSecondsRoundedUp(cooledNanos) + "s)" : "";
        return target.name() + "=" + outcome.id() + cooled;
    }
}
