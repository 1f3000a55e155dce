package dev.sidestep.core.quota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what is under way. Thread-safe, lock-free.
///
/// Nobody knows when a call ends, so a full one asks to be asked again after a while; whoever
/// closes a reservation is told that room came back.
final class ConcurrencyMeter implements Meter {
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicLong underWay = new AtomicLong();
    private volatile long limit;

    ConcurrencyMeter(long limit) {
        this.limit = limit;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public void limit(long limit, long nowNanos) {
        this.limit = limit;
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        if (amount > limit) {
            return NEVER;
        }
        return underWay.get() <= limit - amount ? 0 : ASK_AGAIN_NANOS;
    }

    @Override
    public boolean take(long amount, long nowNanos) {
        while (true) {
            long before = underWay.get();
            if (before > limit - amount) {
                return false;
            }
            if (underWay.compareAndSet(before, before + amount)) {
                return true;
            }
        }
    }

    @Override
    public boolean correct(long counted, long real, long takenAtNanos, long nowNanos) {
        underWay.addAndGet(real - counted);
        return real < counted;
    }

    /// What is under way is known here, and nowhere else.
    @Override
    public boolean learn(Told told, boolean replaces, long nowNanos) {
        return false;
    }

    @Override
    public long used(long nowNanos) {
        return underWay.get();
    }

    @Override
    public long fullNanos(long nowNanos) {
        return 0;
    }
}
