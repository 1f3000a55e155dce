package dev.sidestep.gateway.dashboard;

import dev.sidestep.call.CallEvent.Sending;
import dev.sidestep.call.CallOutcome;
import dev.sidestep.call.Expense;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One attempt of a call that is followed. Immutable.
///
/// @param move how the call came there
/// @param startNanos since the call's beginning
/// @param waitedMillis right before it
/// @param tookNanos [#OPEN] while it is under way
/// @param firstContentNanos since its own start; [Expense#NEVER] where none came so far
/// @param skipped how many targets were passed over on the way to it
record AttemptTrail(
        int number,
        String target,
        String provider,
        String move,
        String outcome,
        long startNanos,
        long waitedMillis,
        long tookNanos,
        long firstContentNanos,
        int skipped) {
    private static final long OPEN = -1;

    /// One that is about to be made.
    static AttemptTrail of(Sending sending, long startNanos) {
        return new AttemptTrail(
                sending.decision().attempt(),
                sending.decision().target().name(),
                sending.decision().target().providerType(),
                sending.decision().move().id(),
                CallOutcome.OPEN,
                startNanos,
                sending.waited().toMillis(),
                OPEN,
                Expense.NEVER,
                sending.decision().skipped().size());
    }

    /// The same once its first content came.
    AttemptTrail answering(long sinceCallNanos) {
        return with(outcome, startNanos, tookNanos, sinceCallNanos - startNanos);
    }

    /// The same when it is over.
    AttemptTrail over(Expense expense, long callNanos) {
        long started = expense.attempt().startedNanos();
        return with(
                expense.attempt().outcome().id(),
                started - callNanos,
                expense.attempt().endedNanos() - started,
                expense.firstContentNanos());
    }

    private AttemptTrail with(String came, long start, long took, long firstContent) {
        return new AttemptTrail(number, target, provider, move, came, start, waitedMillis, took, firstContent, skipped);
    }

    /// @param sinceCallNanos how long the call has been under way
    Map<String, Object> document(long sinceCallNanos) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("number", number);
        document.put("target", target);
        document.put("provider", provider);
        document.put("move", move);
        document.put("outcome", outcome);
        document.put("start_ms", millis(startNanos));
        document.put("waited_ms", waitedMillis);
        document.put("duration_ms", millis(tookNanos == OPEN ? sinceCallNanos - startNanos : tookNanos));
        document.put(
                "first_content_ms", firstContentNanos == Expense.NEVER ? Optional.empty() : millis(firstContentNanos));
        document.put("skipped", skipped);
        return document;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
