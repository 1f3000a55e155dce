package dev.sidestep.store.share;

import dev.sidestep.core.state.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Hands changes and uses over without end, as event loops would, and notes how long that takes.
final class HandOvers implements AutoCloseable {
    private static final long PAUSE_NANOS = 200_000;

    private final MemoryState state;
    private final List<Long> nanos = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isEnding;

    HandOvers(MemoryState state) {
        this.state = state;
        this.thread = Thread.ofPlatform().daemon().start(this::run);
    }

    /// How long all but one of a thousand took at most, in microseconds.
    long p999Micros() {
        close();
        nanos.sort(null);
        return nanos.get((int) (nanos.size() * 0.999)) / 1_000;
    }

    int count() {
        return nanos.size();
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isEnding) {
            long begin = System.nanoTime();
            state.find(new StateChange.Probing(Samples.ID));
            state.use(Samples.ONE_USE);
            nanos.add(System.nanoTime() - begin);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
