package dev.sidestep.gateway.dashboard;

import dev.sidestep.call.CallEvent.Began;
import dev.sidestep.call.CallEvent.Sending;
import dev.sidestep.call.CallEvent.Tally;
import dev.sidestep.call.CallOutcome;
import dev.sidestep.call.Expense;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call that is followed: written on its event loop, read where frames are made. Thread-safe: guarded by its own
/// lock, held for some assignments.
final class CallTrail {
    private static final int MOST_WANTED_CHARS = 120;

    /// Of more than these, the first are not shown.
    private static final int MOST_ATTEMPTS = 32;

    private static final Tally NOTHING = new Tally(0, false, Duration.ZERO, Duration.ZERO);

    private final Began began;
    private final String client;
    private final Deque<AttemptTrail> attempts = new ArrayDeque<>(2);
    private String outcome = CallOutcome.OPEN;
    private Tally tally = NOTHING;
    private @Nullable Instant waitsUntil;
    private boolean hasNews = true;

    /// @param client the name of the caller's key
    CallTrail(Began began, String client) {
        this.began = began;
        this.client = client;
    }

    String id() {
        return began.call();
    }

    /// The call waits.
    synchronized void waiting(Instant until) {
        waitsUntil = until;
        hasNews = true;
    }

    synchronized void sending(Sending sending, long nowNanos) {
        waitsUntil = null;
        if (attempts.size() == MOST_ATTEMPTS) {
            attempts.removeFirst();
        }
        attempts.addLast(AttemptTrail.of(sending, nowNanos - began.atNanos()));
        hasNews = true;
    }

    synchronized void answered(Tally soFar) {
        replaceLast(
                attempts.peekLast() == null
                        ? null
                        : attempts.getLast().answering(soFar.took().toNanos()));
    }

    synchronized void attemptEnded(Expense expense) {
        replaceLast(attempts.peekLast() == null ? null : attempts.getLast().over(expense, began.atNanos()));
    }

    private void replaceLast(@Nullable AttemptTrail last) {
        if (last != null) {
            attempts.removeLast();
            attempts.addLast(last);
            hasNews = true;
        }
    }

    synchronized void ended(String how, Tally all) {
        outcome = how;
        tally = all;
        waitsUntil = null;
        hasNews = true;
    }

    /// What is to be told of it, where anything happened since this was asked the last time.
    synchronized Optional<Map<String, Object>> news(long nowNanos) {
        if (!hasNews) {
            return Optional.empty();
        }
        hasNews = false;
        return Optional.of(document(nowNanos));
    }

    synchronized boolean isOver() {
        return !outcome.equals(CallOutcome.OPEN);
    }

    private Map<String, Object> document(long nowNanos) {
        long sinceNanos = isOver() ? tally.took().toNanos() : nowNanos - began.atNanos();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", began.call());
        document.put("at", Instant.ofEpochMilli(began.at().toEpochMilli()).toString());
        document.put("client", client);
        document.put("kind", began.facts().kind().id());
        document.put("wanted", cut(began.facts().wanted()));
        document.put("streaming", began.facts().streaming());
        document.put("outcome", outcome);
        document.put("waited_ms", waitedMillis());
        document.put("waits_until", Optional.ofNullable(waitsUntil).map(Instant::toString));
        document.put("duration_ms", Duration.ofNanos(sinceNanos).toMillis());
        document.put("sidestepped", isSidestepped());
        document.put(
                "attempts",
                attempts.stream().map(each -> each.document(sinceNanos)).toList());
        return document;
    }

    private long waitedMillis() {
        return isOver()
                ? tally.waited().toMillis()
                : attempts.stream().mapToLong(AttemptTrail::waitedMillis).sum();
    }

    private boolean isSidestepped() {
        return tally.sidestepped()
                || waitsUntil != null
                || attempts.size() > 1
                || attempts.stream().anyMatch(each -> each.skipped() > 0 || each.waitedMillis() > 0);
    }

    private static String cut(String text) {
        return text.length() <= MOST_WANTED_CHARS ? text : text.substring(0, MOST_WANTED_CHARS - 1) + "…";
    }
}
