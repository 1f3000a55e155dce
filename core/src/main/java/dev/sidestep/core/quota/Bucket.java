package dev.sidestep.core.quota;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/// A token bucket that refills all the time.
///
/// Its whole content is one moment: the one at which nothing would count any more. What is used is
/// the time until then, in units of the limit; taking an amount moves the moment by `amount / limit
/// x window`; and an amount fits where that leaves it no further away than one window. Hence the
/// wait of a request is `(used + requested - limit) / limit x window`, which is the formula of
/// Groq's and OpenAI's refusals, and a provider's "time until full" is that moment itself.
///
/// Thread-safe, lock-free: each change replaces an immutable state. Spans are computed in `double`
/// and rounded down to nanoseconds: exact to one nanosecond, since even a month has fewer than 2^53
/// of them, and the same amount always makes the same span, so that what is given back is what was
/// taken.
final class Bucket implements Meter {
    /// Nobody is made to wait out more than one window on top of a full one, whatever was used.
    private static final int MOST_WINDOWS_USED = 2;
    /// A share of a unit that comes from rounding and not from use.
    private static final double ROUNDING = 1e-6;

    /// Not a reference of its own: a selection reads many buckets, and each hop may miss the cache.
    private static final AtomicReferenceFieldUpdater<Bucket, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Bucket.class, State.class, "state");

    private final long windowNanos;
    private volatile State state;

    /// @param emptyAtNanos when nothing counts any more
    /// @param busySinceNanos since when something has counted without a break: what was taken
    ///     before that is back
    private record State(long emptyAtNanos, long busySinceNanos, long limit, double nanosPerUnit) {
        long spanNanos(long nowNanos) {
            return Math.max(0, emptyAtNanos - nowNanos);
        }

        long cost(long amount) {
            return (long) (amount * nanosPerUnit);
        }

        /// What takes so long to come back from another limit.
        long cost(long otherLimit, long otherSpanNanos) {
            return (long) Math.ceil((double) otherSpanNanos / limit * otherLimit);
        }

        State withSpan(long spanNanos, long nowNanos) {
            boolean isOlder = emptyAtNanos - nowNanos > 0 && busySinceNanos - nowNanos < 0;
            return new State(nowNanos + spanNanos, isOlder ? busySinceNanos : nowNanos, limit, nanosPerUnit);
        }
    }

    Bucket(long windowNanos, long limit, long nowNanos) {
        this.windowNanos = windowNanos;
        this.state = new State(nowNanos, nowNanos, limit, nanosPerUnit(limit));
    }

    private Bucket(Bucket other) {
        this.windowNanos = other.windowNanos;
        this.state = other.state;
    }

    @Override
    public Meter copy() {
        return new Bucket(this);
    }

    private double nanosPerUnit(long limit) {
        return (double) windowNanos / limit;
    }

    private long bounded(long spanNanos) {
        return Math.min(spanNanos, MOST_WINDOWS_USED * windowNanos);
    }

    @Override
    public long limit() {
        return state.limit();
    }

    @Override
    public void limit(long limit, long nowNanos) {
        STATE.updateAndGet(this, before -> {
            double nanosPerUnit = nanosPerUnit(limit);
            long span = (long) (before.spanNanos(nowNanos) / before.nanosPerUnit() * nanosPerUnit);
            State moved = before.withSpan(bounded(span), nowNanos);
            return new State(moved.emptyAtNanos(), moved.busySinceNanos(), limit, nanosPerUnit);
        });
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        return waitNanos(state, amount, nowNanos);
    }

    private long waitNanos(State now, long amount, long nowNanos) {
        if (amount > now.limit()) {
            return NEVER;
        }
        return amount == 0 ? 0 : Math.max(0, now.spanNanos(nowNanos) + now.cost(amount) - windowNanos);
    }

    @Override
    public boolean take(long amount, long nowNanos) {
        while (true) {
            State before = state;
            if (waitNanos(before, amount, nowNanos) > 0) {
                return false;
            }
            State after = before.withSpan(before.spanNanos(nowNanos) + before.cost(amount), nowNanos);
            if (STATE.compareAndSet(this, before, after)) {
                return true;
            }
        }
    }

    @Override
    public long correct(long counted, long real, long takenAtNanos, long nowNanos) {
        if (counted == real) {
            return 0;
        }
        State before = STATE.getAndUpdate(this, now -> corrected(now, counted, real, takenAtNanos, nowNanos));
        return real > counted || isStillCounted(before, takenAtNanos, nowNanos) ? real - counted : 0;
    }

    /// The span is exact where the amount was rounded up; of another limit it is another share.
    @Override
    public void remember(QuotaCount saved, long nowNanos) {
        STATE.updateAndGet(this, now -> {
            long exact = saved.resetNanos() == 0 ? Long.MAX_VALUE : now.cost(saved.limit(), saved.resetNanos());
            long span = Math.min(now.cost(saved.used()), exact);
            return span > now.spanNanos(nowNanos) ? now.withSpan(bounded(span), nowNanos) : now;
        });
    }

    private State corrected(State now, long counted, long real, long takenAtNanos, long nowNanos) {
        long difference = now.cost(real) - now.cost(counted);
        if (difference > 0) {
            return now.withSpan(bounded(Amounts.sum(now.spanNanos(nowNanos), difference)), nowNanos);
        }
        return isStillCounted(now, takenAtNanos, nowNanos)
                ? now.withSpan(Math.max(0, now.spanNanos(nowNanos) + difference), nowNanos)
                : now;
    }

    private static boolean isStillCounted(State now, long takenAtNanos, long nowNanos) {
        return now.spanNanos(nowNanos) > 0 && takenAtNanos - now.busySinceNanos() >= 0;
    }

    @Override
    public boolean learn(Told told, boolean replaces, long nowNanos) {
        while (true) {
            State before = state;
            long span = toldSpanNanos(before, told);
            if (!replaces && span <= before.spanNanos(nowNanos)) {
                return false;
            }
            if (STATE.compareAndSet(this, before, before.withSpan(span, nowNanos))) {
                return true;
            }
        }
    }

    /// Where everything is used, a reset that is further away than a window says that even more is.
    private long toldSpanNanos(State now, Told told) {
        if (!told.hasUsed()) {
            return bounded(told.resetNanos());
        }
        long span = bounded(now.cost(told.used()));
        boolean isOverused = told.used() >= now.limit() && told.resetNanos() > windowNanos;
        return isOverused ? Math.max(span, bounded(told.resetNanos())) : span;
    }

    @Override
    public long used(long nowNanos) {
        State now = state;
        return (long) Math.ceil(now.spanNanos(nowNanos) / now.nanosPerUnit() - ROUNDING);
    }

    @Override
    public long fullNanos(long nowNanos) {
        return state.spanNanos(nowNanos);
    }
}
