package dev.sidestep.core.quota;

import java.util.Arrays;

/// A sliding window: what was taken comes back one window later, so that no span of that length
/// ever holds more than the limit, however the provider counts.
///
/// Thread-safe; what changes is guarded by the object itself, in sections of a few dozen steps. An
/// amount that fits is found to fit without the lock, since time only makes more room.
final class SlidingMeter implements Meter {
    /// So finely the window is cut: an amount comes back up to a 60th of the window late, never
    /// early.
    private static final int SLOTS_PER_WINDOW = 60;
    /// One more, for the slot that is half in the window.
    private static final int SLOTS = SLOTS_PER_WINDOW + 1;

    private final long windowNanos;
    private final long slotNanos;
    private final long originNanos;
    private final long[] slots = new long[SLOTS];
    private long newest;
    private volatile long used;
    private volatile long limit;

    SlidingMeter(long windowNanos, long limit, long nowNanos) {
        this.windowNanos = windowNanos;
        this.slotNanos = Math.ceilDiv(windowNanos, SLOTS_PER_WINDOW);
        this.originNanos = nowNanos;
        this.limit = limit;
    }

    private SlidingMeter(SlidingMeter other) {
        this(other.windowNanos, other.limit, other.originNanos);
        System.arraycopy(other.slots, 0, slots, 0, SLOTS);
        this.newest = other.newest;
        this.used = other.used;
    }

    @Override
    public synchronized Meter copy() {
        return new SlidingMeter(this);
    }

    private long slot(long atNanos) {
        return Math.floorDiv(atNanos - originNanos, slotNanos);
    }

    private int index(long slot) {
        return Math.floorMod(slot, SLOTS);
    }

    private long oldest() {
        return newest - SLOTS_PER_WINDOW;
    }

    /// Until the whole of a slot is out of the window.
    private long leavesInNanos(long slot, long nowNanos) {
        return originNanos + (slot + SLOTS) * slotNanos - nowNanos;
    }

    /// Empties the slots that have left the window.
    private void slideTo(long nowNanos) {
        long slot = slot(nowNanos);
        if (slot - newest >= SLOTS) {
            Arrays.fill(slots, 0);
            used = 0;
            newest = slot;
        }
        long back = 0;
        while (newest < slot) {
            newest++;
            back += slots[index(newest)];
            slots[index(newest)] = 0;
        }
        used = Math.max(0, used - back);
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public synchronized void limit(long limit, long nowNanos) {
        this.limit = limit;
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        if (amount > limit) {
            return NEVER;
        }
        return fits(amount) ? 0 : waitNanosExactly(amount, nowNanos);
    }

    private boolean fits(long amount) {
        return amount == 0 || used <= limit - amount;
    }

    private synchronized long waitNanosExactly(long amount, long nowNanos) {
        slideTo(nowNanos);
        long left = used;
        for (long slot = oldest(); slot <= newest; slot++) {
            if (left <= limit - amount) {
                return slot == oldest() ? 0 : Math.max(0, leavesInNanos(slot - 1, nowNanos));
            }
            left -= slots[index(slot)];
        }
        return Math.max(0, leavesInNanos(newest, nowNanos));
    }

    @Override
    public synchronized boolean take(long amount, long nowNanos) {
        slideTo(nowNanos);
        if (amount > limit || !fits(amount)) {
            return false;
        }
        add(newest, amount);
        return true;
    }

    private void add(long slot, long amount) {
        slots[index(slot)] = Amounts.sum(slots[index(slot)], amount);
        used = Amounts.sum(used, amount);
    }

    @Override
    public synchronized long correct(long counted, long real, long takenAtNanos, long nowNanos) {
        slideTo(nowNanos);
        if (real > counted) {
            add(newest, real - counted);
            return real - counted;
        }
        long slot = Math.min(newest, slot(takenAtNanos));
        return slot >= oldest() ? -giveBack(slot, counted - real) : 0;
    }

    /// When it was taken that is given back, nobody told; lately, most likely.
    @Override
    public synchronized void takenElsewhere(long amount, long nowNanos) {
        slideTo(nowNanos);
        if (amount > 0) {
            add(newest, amount);
            return;
        }
        long left = -amount;
        for (long slot = newest; slot >= oldest() && left > 0; slot--) {
            left -= giveBack(slot, left);
        }
    }

    @Override
    public void remember(QuotaCount saved, long nowNanos) {
        long resetNanos = saved.resetNanos() == 0 ? QuotaReport.UNTOLD : saved.resetNanos();
        learn(new Told(saved.used(), resetNanos), false, nowNanos);
    }

    private long giveBack(long slot, long amount) {
        long back = Math.min(slots[index(slot)], amount);
        slots[index(slot)] -= back;
        used = Math.max(0, used - back);
        return back;
    }

    /// More than was counted is put where it comes back at the told reset, or a window from now;
    /// less is taken off the oldest, which would come back first anyway.
    @Override
    public synchronized boolean learn(Told told, boolean replaces, long nowNanos) {
        slideTo(nowNanos);
        if (!told.hasUsed() || !replaces && told.used() <= used) {
            return false;
        }
        if (told.used() > used) {
            add(slotThatEndsIn(told, nowNanos), told.used() - used);
        }
        for (long slot = oldest(); slot <= newest && used > told.used(); slot++) {
            giveBack(slot, used - told.used());
        }
        return true;
    }

    private long slotThatEndsIn(Told told, long nowNanos) {
        if (!told.hasReset() || told.resetNanos() >= windowNanos) {
            return newest;
        }
        return Math.clamp(slot(nowNanos + told.resetNanos() - windowNanos), oldest(), newest);
    }

    @Override
    public synchronized long used(long nowNanos) {
        slideTo(nowNanos);
        return used;
    }

    /// What was taken within a shorter span before now, or up to one slot longer ago.
    synchronized long usedWithin(long spanNanos, long nowNanos) {
        slideTo(nowNanos);
        long sum = 0;
        for (long slot = Math.max(oldest(), slot(nowNanos - spanNanos)); slot <= newest; slot++) {
            sum = Amounts.sum(sum, slots[index(slot)]);
        }
        return sum;
    }

    @Override
    public synchronized long fullNanos(long nowNanos) {
        slideTo(nowNanos);
        for (long slot = newest; slot >= oldest(); slot--) {
            if (slots[index(slot)] > 0) {
                return leavesInNanos(slot, nowNanos);
            }
        }
        return 0;
    }
}
