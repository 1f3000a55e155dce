package dev.sidestep.core.quota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Counts what is under way, here and at the other nodes. Thread-safe, lock-free.
///
/// Nobody knows when a call ends, so a full one asks to be asked again after a while; whoever
/// closes a reservation is told that room came back.
final class ConcurrencyMeter implements Meter {
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    /// What nobody has spoken of for so long is not under way any more: its node is gone.
    private static final long LOST_NANOS = Duration.ofMinutes(10).toNanos();

    private final AtomicLong underWay = new AtomicLong();
    private final AtomicReference<Elsewhere> elsewhere = new AtomicReference<>(Elsewhere.NOTHING);
    private volatile long limit;

    /// What is under way at other nodes.
    private record Elsewhere(long count, long heardNanos) {
        static final Elsewhere NOTHING = new Elsewhere(0, 0);

        long count(long nowNanos) {
            return count == 0 || nowNanos - heardNanos > LOST_NANOS ? 0 : count;
        }
    }

    ConcurrencyMeter(long limit) {
        this.limit = limit;
    }

    /// Of this node alone.
    @Override
    public Meter copy() {
        ConcurrencyMeter copy = new ConcurrencyMeter(limit);
        copy.underWay.set(underWay.get());
        return copy;
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
        return used(nowNanos) <= limit - amount ? 0 : ASK_AGAIN_NANOS;
    }

    @Override
    public boolean take(long amount, long nowNanos) {
        long most = limit - elsewhere.get().count(nowNanos);
        while (true) {
            long before = underWay.get();
            if (before > most - amount) {
                return false;
            }
            if (underWay.compareAndSet(before, before + amount)) {
                return true;
            }
        }
    }

    @Override
    public long correct(long counted, long real, long takenAtNanos, long nowNanos) {
        underWay.addAndGet(real - counted);
        return real - counted;
    }

    @Override
    public void takenElsewhere(long amount, long nowNanos) {
        elsewhere.updateAndGet(before ->
                new Elsewhere(Math.max(0, Amounts.added(before.count(nowNanos), amount)), nowNanos));
    }

    /// The other nodes are not the same any more, or cannot be heard.
    void forgetElsewhere() {
        elsewhere.set(Elsewhere.NOTHING);
    }

    /// What was under way when somebody saved it is not any more.
    @Override
    public void remember(QuotaCount saved, long nowNanos) {}

    /// What is under way is known here, and nowhere else.
    @Override
    public boolean learn(Told told, boolean replaces, long nowNanos) {
        return false;
    }

    @Override
    public long used(long nowNanos) {
        return underWay.get() + elsewhere.get().count(nowNanos);
    }

    @Override
    public long fullNanos(long nowNanos) {
        return 0;
    }
}
