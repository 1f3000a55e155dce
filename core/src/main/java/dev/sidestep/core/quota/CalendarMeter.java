package dev.sidestep.core.quota;

import dev.sidestep.core.Window;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;

/// A counter that empties all at once where its window ends by the calendar.
///
/// Thread-safe, lock-free: each change replaces an immutable state.
final class CalendarMeter implements Meter {
    /// Two ends that differ by less are one, told by two clocks.
    private static final long SAME_END_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongUnaryOperator windowEnd;
    private final AtomicReference<State> state;

    /// @param beganAtNanos what was taken before this moment counted in an earlier window
    private record State(long used, long beganAtNanos, long endNanos, long limit) {
        boolean hasEnded(long nowNanos) {
            return nowNanos - endNanos >= 0;
        }

        State withUsed(long amount) {
            return new State(amount, beganAtNanos, endNanos, limit);
        }
    }

    /// @param windowEnd for a moment, the end of the window that it is in
    CalendarMeter(LongUnaryOperator windowEnd, long limit, long nowNanos) {
        this.windowEnd = windowEnd;
        long beganAtNanos = nowNanos - Spans.nanos(Window.MONTH);
        this.state = new AtomicReference<>(new State(0, beganAtNanos, windowEnd.applyAsLong(nowNanos), limit));
    }

    private CalendarMeter(CalendarMeter other) {
        this.windowEnd = other.windowEnd;
        this.state = new AtomicReference<>(other.state.get());
    }

    @Override
    public Meter copy() {
        return new CalendarMeter(this);
    }

    /// The state with what has come back by now.
    private State current(long nowNanos) {
        State now = state.get();
        if (!now.hasEnded(nowNanos)) {
            return now;
        }
        State next = new State(0, now.endNanos(), windowEnd.applyAsLong(nowNanos), now.limit());
        return state.compareAndSet(now, next) ? next : current(nowNanos);
    }

    @Override
    public long limit() {
        return state.get().limit();
    }

    @Override
    public void limit(long limit, long nowNanos) {
        state.updateAndGet(now -> new State(now.used(), now.beganAtNanos(), now.endNanos(), limit));
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        State now = state.get();
        if (amount > now.limit()) {
            return NEVER;
        }
        boolean fits = amount == 0 || now.used() <= now.limit() - amount;
        return fits ? 0 : Math.max(0, now.endNanos() - nowNanos);
    }

    @Override
    public boolean take(long amount, long nowNanos) {
        while (true) {
            State before = current(nowNanos);
            if (amount > before.limit() || amount > 0 && before.used() > before.limit() - amount) {
                return false;
            }
            if (state.compareAndSet(before, before.withUsed(before.used() + amount))) {
                return true;
            }
        }
    }

    @Override
    public long correct(long counted, long real, long takenAtNanos, long nowNanos) {
        while (true) {
            State before = current(nowNanos);
            if (counted == real || takenAtNanos - before.beganAtNanos() < 0) {
                return 0;
            }
            long used = Math.max(0, Amounts.sum(before.used(), real) - counted);
            if (state.compareAndSet(before, before.withUsed(used))) {
                return used - before.used();
            }
        }
    }

    /// The end of the window is what was saved where that is another one than the calendar's.
    @Override
    public void remember(QuotaCount saved, long nowNanos) {
        long resetNanos = Math.min(saved.resetNanos(), Spans.nanos(Window.MONTH));
        long ours = current(nowNanos).endNanos() - nowNanos;
        boolean isSame = resetNanos == 0 || Math.abs(resetNanos - ours) <= SAME_END_NANOS;
        if (saved.used() > used(nowNanos)) {
            learn(new Told(saved.used(), isSame ? QuotaReport.UNTOLD : resetNanos), false, nowNanos);
        }
    }

    /// Where something counts, the provider also knows best when its window ends.
    @Override
    public boolean learn(Told told, boolean replaces, long nowNanos) {
        while (true) {
            State before = current(nowNanos);
            long end = told.resetNanos() > 0 && told.used() != 0 ? nowNanos + told.resetNanos() : before.endNanos();
            boolean counts = told.hasUsed() && (replaces || told.used() > before.used());
            State after = new State(counts ? told.used() : before.used(), before.beganAtNanos(), end, before.limit());
            if (state.compareAndSet(before, after)) {
                return counts;
            }
        }
    }

    @Override
    public long used(long nowNanos) {
        return current(nowNanos).used();
    }

    @Override
    public long fullNanos(long nowNanos) {
        State now = current(nowNanos);
        return now.used() == 0 ? 0 : now.endNanos() - nowNanos;
    }
}
