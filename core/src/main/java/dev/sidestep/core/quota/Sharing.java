package dev.sidestep.core.quota;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// How one limit is shared among nodes, each of which counts what all of them used.
///
/// A node hears of the others' use a little late. So at once it takes no more than its even part of what is left,
/// counting as left what the others may not have heard of. The rest goes to whoever has announced that it wants it:
/// then nobody takes anything but in its own turn, when what the others took in theirs is known; and where nobody else
/// has used the limit for a while, at any time. Together the nodes stay within the limit as long as a word takes less
/// than half of a turn.
///
/// While they do not hear of each other, and until they know of each other again, each has its [Part].
///
/// Thread-safe: guarded by the object itself; what is to be told is handed on outside of it.
final class Sharing {
    /// A node of which nothing was heard for so long uses none of it.
    private static final long ALONE_AFTER_NANOS = Duration.ofSeconds(2).toNanos();
    /// So long after it was connected a node knows what the others used meanwhile.
    private static final long SETTLED_AFTER_NANOS = Duration.ofMillis(250).toNanos();

    private final Quota quota;
    private final Meter meter;
    private volatile Turns turns;
    private final Uses uses;
    private final long settledAtNanos;
    private final Sent sent;
    private final Announcement announcement = new Announcement();
    private final AtomicBoolean isQueued = new AtomicBoolean();
    private @Nullable Part part;
    private long untold;
    private boolean wants;
    private boolean isOver;
    private long heardUseNanos;
    private long heardWantNanos;

    /// What is under way already has yet to be told.
    ///
    /// @param connectedAtNanos since when the nodes have shared limits in these turns
    Sharing(Quota quota, Turns turns, Uses uses, long connectedAtNanos, long nowNanos) {
        this.quota = quota;
        this.meter = quota.meter();
        this.turns = turns;
        this.uses = uses;
        this.settledAtNanos = connectedAtNanos + SETTLED_AFTER_NANOS;
        this.sent = new Sent(nowNanos);
        this.heardUseNanos = connectedAtNanos;
        this.heardWantNanos = connectedAtNanos;
        this.part = isSettled(nowNanos) ? null : new Part(meter, turns.nodes(), nowNanos);
        this.untold = quota.unit() == Unit.CONCURRENT ? meter.copy().used(nowNanos) : 0;
    }

    /// Has what is not told yet told.
    Sharing begin() {
        note();
        return this;
    }

    /// The same in other turns from now on: what has to be told stays, and a part that is in force until all have
    /// settled.
    Sharing in(Turns others, long nowNanos) {
        if (others.isAmongSame(turns)) {
            turns = others;
            return this;
        }
        Sharing next;
        synchronized (this) {
            // Here, so that nothing is taken between its look at what counts and ours at what is told.
            next = new Sharing(quota, others, uses, nowNanos, nowNanos);
            next.follow(this, nowNanos);
            untold = 0;
        }
        return next.begin();
    }

    private void follow(Sharing before, long nowNanos) {
        Part own = before.partAt(nowNanos);
        untold = before.untold;
        if (own == null) {
            // Nothing that is connected this very moment has settled: it has a part.
            Objects.requireNonNull(part).assume(before.unheard(nowNanos), nowNanos);
            untold = turns.isConnected() || quota.unit() == Unit.CONCURRENT ? untold : 0;
        } else {
            part = own;
            // What was taken while the others heard of it has been told, or is about to be.
            long unheard = own.takeUntold(nowNanos);
            untold = before.turns.isConnected() ? untold : Amounts.added(untold, unheard);
        }
    }

    private boolean isSettled(long nowNanos) {
        return turns.isConnected() && nowNanos - settledAtNanos >= 0;
    }

    private @Nullable Part partAt(long nowNanos) {
        if (part != null && isSettled(nowNanos)) {
            part = null;
        }
        return part;
    }

    /// Until this amount fits and may be taken, as [Meter#waitNanos] says.
    synchronized long waitNanos(long amount, long nowNanos) {
        long wait = meter.waitNanos(amount, nowNanos);
        Part own = partAt(nowNanos);
        if (own != null) {
            return Math.max(wait, Math.min(own.waitNanos(amount, nowNanos), endNanos(nowNanos)));
        }
        return wait > 0 || amount == 0 ? wait : turnNanos(amount, nowNanos);
    }

    /// Until the part ends, as far as anybody knows.
    private long endNanos(long nowNanos) {
        return turns.isConnected() ? settledAtNanos - nowNanos : Meter.NEVER;
    }

    /// Until this node may take an amount that fits.
    private long turnNanos(long amount, long nowNanos) {
        if (meter.limit() == Quota.NONE || isEvenPart(amount, nowNanos)) {
            return 0;
        }
        long knownNanos = announcement.waitNanos(nowNanos);
        return hasCompany(nowNanos) ? knownNanos + turns.waitNanos(nowNanos + knownNanos) : knownNanos;
    }

    private boolean isEvenPart(long amount, long nowNanos) {
        if (nowNanos - heardWantNanos < Announcement.HEEDED_NANOS) {
            return false;
        }
        long unheard = unheard(nowNanos);
        long left = Amounts.added(meter.limit() - meter.used(nowNanos), unheard);
        return Amounts.added(amount, unheard) <= Math.floorDiv(left, turns.nodes());
    }

    /// What this node took and others may not have heard of.
    private long unheard(long nowNanos) {
        return Amounts.added(untold, sent.unheard(nowNanos));
    }

    /// True where another node has used the limit lately, or wanted to.
    synchronized boolean hasCompany(long nowNanos) {
        return nowNanos - heardUseNanos < ALONE_AFTER_NANOS;
    }

    boolean take(long amount, long nowNanos) {
        boolean isTaken = takeHere(amount, nowNanos);
        if (isTaken) {
            note();
        }
        return isTaken;
    }

    private synchronized boolean takeHere(long amount, long nowNanos) {
        if (waitNanos(amount, nowNanos) > 0 || !meter.take(amount, nowNanos)) {
            return false;
        }
        if (part != null) {
            part.take(amount, nowNanos);
        }
        count(amount);
        return true;
    }

    private void count(long amount) {
        if (!isOver && isToldOf(amount)) {
            untold = Amounts.added(untold, amount);
        }
    }

    /// What was used of a window while nobody listened, the part knows when they do again. What is under way has to be
    /// told as ended even where nothing limits it here any more.
    private boolean isToldOf(long amount) {
        boolean isLimited = meter.limit() != Quota.NONE;
        return quota.unit() == Unit.CONCURRENT ? isLimited || amount < 0 : isLimited && turns.isConnected();
    }

    /// What counted is forgotten, by the others as well: nothing more of it is told.
    synchronized void end() {
        isOver = true;
        untold = 0;
    }

    /// A call was denied this amount. Where it would have fitted, the others are told that it is wanted.
    void denied(long amount, long nowNanos) {
        if (wantsNow(amount, nowNanos)) {
            note();
        }
    }

    private synchronized boolean wantsNow(long amount, long nowNanos) {
        boolean fits = amount > 0 && partAt(nowNanos) == null && meter.waitNanos(amount, nowNanos) == 0;
        if (wants || !fits || !announcement.isDue(nowNanos) || turnNanos(amount, nowNanos) == 0) {
            return false;
        }
        wants = true;
        return true;
    }

    /// An amount that was taken was replaced by another one.
    ///
    /// @param change how much more counts because of it
    void corrected(long counted, long real, long takenAtNanos, long change, long nowNanos) {
        synchronized (this) {
            Part own = partAt(nowNanos);
            if (own != null) {
                own.correct(counted, real, takenAtNanos, nowNanos);
            }
        }
        recounted(change);
    }

    /// So much more counts of what was told as taken.
    void recounted(long change) {
        synchronized (this) {
            count(change);
        }
        note();
    }

    synchronized void limit(long limit, long nowNanos) {
        if (part != null) {
            part.limit(limit, nowNanos);
        }
    }

    synchronized void learn(Meter.Told told, boolean replaces, long nowNanos) {
        if (part != null) {
            part.learn(told, replaces, nowNanos);
        }
    }

    synchronized void remember(QuotaCount count, long nowNanos) {
        if (part != null) {
            part.remember(count, nowNanos);
        }
    }

    /// Another node used so much more of it; 0 where it wants some.
    synchronized void usedElsewhere(long amount, long nowNanos) {
        heardUseNanos = nowNanos;
        if (amount == 0) {
            heardWantNanos = nowNanos;
        } else {
            meter.takenElsewhere(amount, nowNanos);
        }
    }

    private void note() {
        if (turns.isConnected() && hasNews() && isQueued.compareAndSet(false, true)) {
            uses.add(this);
        }
    }

    private synchronized boolean hasNews() {
        return wants || untold != 0;
    }

    /// Hands out what the others have to be told.
    void takeUntold(UseTaker taker, long nowNanos) {
        isQueued.set(false);
        long amount;
        boolean isWanted;
        synchronized (this) {
            amount = untold;
            untold = 0;
            sent.add(amount, nowNanos);
            isWanted = wants;
            wants = false;
            if (isWanted) {
                announcement.told(nowNanos);
            }
        }
        if (amount != 0) {
            taker.used(quota.key(), quota.unit(), quota.window(), amount);
        }
        if (isWanted) {
            taker.used(quota.key(), quota.unit(), quota.window(), 0);
        }
    }
}
