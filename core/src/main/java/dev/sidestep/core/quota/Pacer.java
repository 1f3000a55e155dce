package dev.sidestep.core.quota;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Spreads what a limit allows evenly over its window: after an amount, nothing goes out for the
/// share of the window that the amount is of the limit. Thread-safe, lock-free.
final class Pacer {
    private final long windowNanos;
    private final AtomicReference<@Nullable Slot> last = new AtomicReference<>();

    private record Slot(long takenAtNanos, long endNanos) {}

    Pacer(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /// Until the next amount may go out, whatever its size.
    long waitNanos(long nowNanos) {
        Slot slot = last.get();
        return slot == null ? 0 : Math.max(0, slot.endNanos() - nowNanos);
    }

    boolean take(long amount, long limit, long nowNanos) {
        Slot before = last.get();
        if (before != null && before.endNanos() - nowNanos > 0) {
            return false;
        }
        long span = (long) Math.ceil((double) windowNanos / limit * Math.min(amount, limit));
        return last.compareAndSet(before, new Slot(nowNanos, nowNanos + span));
    }

    /// Lets the next amount go out at once, where the last one is what was taken at this moment and
    /// never went out.
    void giveBack(long takenAtNanos) {
        Slot slot = last.get();
        if (slot != null && slot.takenAtNanos() == takenAtNanos) {
            last.compareAndSet(slot, null);
        }
    }
}
