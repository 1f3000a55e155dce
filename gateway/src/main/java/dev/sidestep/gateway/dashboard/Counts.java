package dev.sidestep.gateway.dashboard;

import dev.sidestep.call.CallEvent.Tally;
import java.util.LinkedHashMap;
import java.util.Map;

/// What happened to all calls, followed or not. Counting is thread-safe; one thread at a time asks.
final class Counts {
    final Count began = new Count();
    final Count answered = new Count();
    final Count failed = new Count();
    final Count cancelled = new Count();
    final Count broken = new Count();
    final Count attempts = new Count();
    final Count rateLimited = new Count();
    private final Count sidestepped = new Count();
    private final Count waited = new Count();

    /// Counts a call that is over.
    void ended(Count outcome, Tally tally) {
        outcome.increment();
        if (tally.sidestepped()) {
            sidestepped.increment();
        }
        if (tally.waited().isPositive()) {
            waited.increment();
        }
    }

    /// What happened since this was asked the last time; what a call met counts at its end.
    Map<String, Object> sinceLast() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("began", began.sinceLast());
        document.put("answered", answered.sinceLast());
        document.put("failed", failed.sinceLast());
        document.put("cancelled", cancelled.sinceLast());
        document.put("broken", broken.sinceLast());
        document.put("sidestepped", sidestepped.sinceLast());
        document.put("waited", waited.sinceLast());
        document.put("attempts", attempts.sinceLast());
        document.put("rate_limited", rateLimited.sinceLast());
        return document;
    }
}
