package dev.sidestep.store.sql;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What waits to be written, up to a bound. Whoever adds something never waits, and wakes the
/// writer only where it sleeps; while records flow it looks by itself.
///
/// Thread-safe, for one writer.
final class Inbox {
    /// So many records may wait. What comes while there are more is lost.
    static final int MOST = 100_000;

    /// So many characters of prompts, answers and conversations may wait.
    static final long MOST_TEXT = 64_000_000;

    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    /// Counts what a batch has taken until that is written.
    private final AtomicInteger size = new AtomicInteger();

    private final AtomicLong text = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile long oldest;
    private volatile boolean isHurried;
    private volatile boolean isClosed;
    private volatile @Nullable Thread sleeper;
    private volatile @Nullable Thread gatherer;

    /// Adds a change, or counts it as lost.
    void add(Change change) {
        long weight = change.weight();
        if (isClosed || size.get() >= MOST || (weight > 0 && text.get() + weight > MOST_TEXT)) {
            lost.incrementAndGet();
            return;
        }
        text.addAndGet(weight);
        if (size.getAndIncrement() == 0) {
            oldest = System.nanoTime();
        }
        changes.add(change);
        wake();
    }

    /// Adds something that takes no room, and has what waits written at once.
    void hurry(Change.Awaited awaited) {
        changes.add(awaited);
        hurry();
    }

    /// Has the writer look at once.
    void hurry() {
        isHurried = true;
        wake();
        LockSupport.unpark(gatherer);
    }

    private void wake() {
        Thread asleep = sleeper;
        if (asleep != null) {
            sleeper = null;
            LockSupport.unpark(asleep);
        }
    }

    /// Sleeps until there is something to write, or somebody hurries, or the time is over.
    void awaitSomething(long limitNanos) {
        long end = System.nanoTime() + limitNanos;
        while (changes.isEmpty() && !isHurried && end - System.nanoTime() > 0) {
            sleeper = Thread.currentThread();
            if (changes.isEmpty() && !isHurried) {
                LockSupport.parkNanos(this, end - System.nanoTime());
            }
        }
        sleeper = null;
    }

    /// Sleeps for this time while more comes in, and no longer than until somebody hurries.
    void gather(long nanos) {
        long end = System.nanoTime() + nanos;
        gatherer = Thread.currentThread();
        while (!isHurried && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, end - System.nanoTime());
        }
        gatherer = null;
    }

    /// Moves what waits to a batch, up to a number.
    void drainTo(Batch batch, int most) {
        isHurried = false;
        batch.takenAt(System.nanoTime());
        for (int i = 0; i < most; i++) {
            Change next = changes.poll();
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    /// Makes room for what a batch has taken: it is written, or given up.
    void settle(Batch batch) {
        text.addAndGet(-batch.weight());
        if (size.addAndGet(-batch.size()) > 0) {
            oldest = batch.takenAt();
        }
    }

    /// Counts what was taken and cannot be written.
    void lose(int records) {
        lost.addAndGet(records);
    }

    /// Takes nothing more from now on.
    void close() {
        isClosed = true;
        hurry();
    }

    int size() {
        return size.get();
    }

    long lost() {
        return lost.get();
    }

    /// How long the oldest has waited; 0 where nothing waits.
    long lagMillis() {
        return size.get() == 0 ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest));
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }
}
