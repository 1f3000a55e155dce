package dev.sidestep.gateway;

import dev.sidestep.gateway.metrics.Load;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What clients take up of the process at a moment, on all event loops together, and the room that there is.
/// Thread-safe.
final class Intake {
    private final Limits limits;
    private final AtomicInteger openCalls = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bufferedBytes = new AtomicLong();

    Intake(Limits limits) {
        this.limits = limits;
    }

    /// The same as figures.
    Load load() {
        return new Load(openCalls::get, connections::get, bufferedBytes::get);
    }

    /// How many calls are under way.
    int openCalls() {
        return openCalls.get();
    }

    void callBegan() {
        openCalls.incrementAndGet();
    }

    void callEnded() {
        openCalls.decrementAndGet();
    }

    /// Takes a connection's place, if there is one. What was taken is given back with [#disconnected].
    boolean connected() {
        return connections.incrementAndGet() <= limits.mostConnections();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /// Takes room for bytes of a body, if there is any.
    boolean reserveBytes(long bytes) {
        if (bufferedBytes.addAndGet(bytes) <= limits.mostBufferedBytes()) {
            return true;
        }
        releaseBytes(bytes);
        return false;
    }

    void releaseBytes(long bytes) {
        bufferedBytes.addAndGet(-bytes);
    }
}
