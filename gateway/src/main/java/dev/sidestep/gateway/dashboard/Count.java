package dev.sidestep.gateway.dashboard;

import java.util.concurrent.atomic.LongAdder;

/// How often something happened, told in parts. Counting is thread-safe and cheap; one thread at a time asks.
final class Count {
    private final LongAdder all = new LongAdder();
    private long told;

    void increment() {
        all.increment();
    }

    /// How often since this was asked the last time.
    long sinceLast() {
        long now = all.sum();
        long since = now - told;
        told = now;
        return since;
    }
}
