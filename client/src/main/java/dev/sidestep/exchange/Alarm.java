package dev.sidestep.exchange;

import dev.sidestep.core.queue.WaitingRoom;
import java.util.OptionalLong;

/// Wakes those who wait, when their moment has come or something has changed. Thread-safe; each
/// timer belongs to the loop on whose thread somebody asked for it.
final class Alarm {
    private final WaitingRoom room;
    private final Dispatcher dispatcher;
    /// The moment of the next timer, guarded by the object itself.
    private long atNanos;

    private boolean isSet;

    Alarm(WaitingRoom room, Dispatcher dispatcher) {
        this.room = room;
        this.dispatcher = dispatcher;
    }

    /// Somebody joined, left, or changed what others wait for. Nearly free while nobody waits. To be
    /// called on the loop's thread.
    void check(Loop loop) {
        if (room.size() == 0) {
            return;
        }
        long nowNanos = dispatcher.nowNanos();
        OptionalLong next = room.nextNanos(nowNanos);
        if (next.isPresent() && isEarlier(next.getAsLong())) {
            loop.after(next.getAsLong() - nowNanos, () -> ring(loop, next.getAsLong()));
        }
    }

    private synchronized boolean isEarlier(long nextNanos) {
        if (isSet && atNanos - nextNanos <= 0) {
            return false;
        }
        isSet = true;
        atNanos = nextNanos;
        return true;
    }

    private synchronized void passed(long nanos) {
        if (atNanos == nanos) {
            isSet = false;
        }
    }

    private void ring(Loop loop, long nanos) {
        passed(nanos);
        room.wake(dispatcher.nowNanos());
        check(loop);
    }
}
