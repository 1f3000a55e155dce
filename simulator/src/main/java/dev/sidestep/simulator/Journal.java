package dev.sidestep.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Every request that a simulator received, so that a test can count and read them. Thread-safe.
///
/// Holds the newest [#MAX_ENTRIES] requests; counts are of those.
public final class Journal {
    /// Entries kept; older ones go first. A day's tests fit, a long load run does not fill the memory.
    public static final int MAX_ENTRIES = 10_000;

    private static final long MAX_BODY_BYTES = 64L << 20; // of all entries together; older ones go first

    private final Map<Long, JournalEntry> entries = new LinkedHashMap<>();
    private final Map<Long, JournalEntry> open = new HashMap<>();
    private long bodyBytes;
    private long lastNumber;

    Journal() {}

    /// The requests, oldest first.
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries.values());
    }

    /// How many requests there were.
    public synchronized int count() {
        return entries.size();
    }

    /// How many requests asked a provider for a model.
    public synchronized int count(String provider, String model) {
        return count(entry -> entry.provider().equals(provider) && entry.model().equals(model));
    }

    /// How many requests are as told.
    public synchronized int count(Predicate<JournalEntry> condition) {
        return (int) entries.values().stream().filter(condition).count();
    }

    /// How many requests are being answered now, however old.
    public synchronized int openRequests() {
        return open.size();
    }

    /// Forgets all requests; those that are still open stay counted as open.
    public synchronized void clear() {
        entries.clear();
        bodyBytes = 0;
    }

    /// Waits until so many requests are open; answers whether it came true in time.
    public boolean awaitOpenRequests(int count, Duration atMost) throws InterruptedException {
        return await(journal -> journal.openRequests() == count, atMost);
    }

    /// Waits until a condition on this journal holds; answers whether it came true in time. The condition is asked
    /// after every change, and must be quick.
    public synchronized boolean await(Predicate<Journal> condition, Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (!condition.test(this)) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            wait(leftNanos / 1_000_000, (int) (leftNanos % 1_000_000));
        }
        return true;
    }

    /// Begins a request's entry; answers its number.
    synchronized long open(SimulatedRequest request, SimulatedAnswer answer, Instant receivedAt) {
        long number = ++lastNumber;
        var entry = new JournalEntry(
                number,
                request.provider(),
                answer.account(),
                answer.model(),
                request.method(),
                request.path(),
                Redaction.of(request.headers(), answer.account()),
                request.body(),
                answer.streaming(),
                receivedAt,
                JournalEntry.State.OPEN,
                0,
                answer.fault(),
                java.util.Optional.empty());
        open.put(number, entry);
        entries.put(number, entry);
        bodyBytes += entry.body().length;
        trim();
        notifyAll();
        return number;
    }

    synchronized void status(long number, int status) {
        var entry = open.get(number);
        if (entry != null) {
            open.put(number, entry.withStatus(status));
            entries.computeIfPresent(number, (_, kept) -> kept.withStatus(status));
            notifyAll();
        }
    }

    synchronized void close(long number, JournalEntry.State how, Instant at) {
        if (open.remove(number) != null) {
            entries.computeIfPresent(number, (_, kept) -> kept.ended(how, at));
            notifyAll();
        }
    }

    private void trim() {
        var oldest = entries.values().iterator();
        while (entries.size() > MAX_ENTRIES || (bodyBytes > MAX_BODY_BYTES && entries.size() > 1)) {
            bodyBytes -= oldest.next().body().length;
            oldest.remove();
        }
    }
}
