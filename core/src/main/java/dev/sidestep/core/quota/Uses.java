package dev.sidestep.core.quota;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// The limits of whose use the other nodes have to be told. Thread-safe, lock-free; bounded, since each limit is in it
/// once at most.
final class Uses {
    private final Queue<Sharing> changed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private volatile Runnable wake = () -> {};

    /// Sets what is told that there is something to take, at most once between two takings.
    void onUse(Runnable told) {
        wake = told;
        isWoken.set(false);
    }

    void add(Sharing sharing) {
        changed.add(sharing);
        if (isWoken.compareAndSet(false, true)) {
            wake.run();
        }
    }

    /// Hands out what has changed since this was last asked. What changes meanwhile is left for the next time.
    void take(UseTaker taker, long nowNanos) {
        isWoken.set(false);
        for (int left = changed.size(); left > 0; left--) {
            Sharing next = changed.poll();
            if (next == null) {
                return;
            }
            next.takeUntold(taker, nowNanos);
        }
    }
}
