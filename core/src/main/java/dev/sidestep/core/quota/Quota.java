package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One limit of one key: who said how high it is, and the meter that counts against it.
///
/// The effective limit is the smallest of those that are known. A limit that a provider told is
/// forgotten after an hour without another word of it, or after its window where that is longer:
/// else a limit that was raised since would keep larger calls away for good, as no call would be
/// sent that could learn of it.
///
/// Thread-safe: the sources of the limit are guarded by the object itself and change rarely; what
/// is taken is the meter's.
final class Quota {
    /// No limit.
    static final long NONE = Long.MAX_VALUE;
    private static final long SHORTEST_MEMORY_NANOS = Duration.ofHours(1).toNanos();

    private final LimitKey key;
    private final Unit unit;
    private final Window window;
    private final Refill refill;
    private final Meter meter;
    private final long memoryNanos;
    private final AtomicInteger open = new AtomicInteger();
    /// Only where the limit is one that nobody tells.
    private final @Nullable Inference inference;
    private long configured = NONE;
    private long told = NONE;
    private volatile @Nullable Pacer pacer;
    /// Only where it is shared with other nodes.
    private volatile @Nullable Sharing sharing;
    /// True where the told limit was only heard of from another node or an earlier process.
    private volatile boolean isHearsay;
    private volatile boolean isTold;
    private volatile long toldAtNanos;

    /// A limit that somebody tells.
    Quota(LimitKey key, Unit unit, Window window, Refill refill, Meter meter) {
        this(key, unit, window, refill, meter, null);
    }

    private Quota(LimitKey key, Unit unit, Window window, Refill refill, Meter meter, @Nullable Inference inference) {
        this.key = key;
        this.unit = unit;
        this.window = window;
        this.refill = refill;
        this.meter = meter;
        this.inference = inference;
        this.memoryNanos = window == Window.UNSPECIFIED
                ? SHORTEST_MEMORY_NANOS
                : Math.max(SHORTEST_MEMORY_NANOS, Spans.nanos(window));
    }

    /// A limit of requests that nobody tells: only counted, until a refusal tells that there is
    /// one.
    static Quota inferred(LimitKey key, Window window, SlidingMeter meter) {
        Inference inference = new Inference(Spans.nanos(window));
        return new Quota(key, Unit.REQUESTS, window, new Refill.Unknown(), meter, inference);
    }

    /// The same limit, counted by a meter of another kind. What was used and told stays.
    synchronized Quota countedBy(Meter other, Refill otherRefill, long nowNanos) {
        Quota changed = new Quota(key, unit, window, otherRefill, other);
        changed.configured = configured;
        changed.tell(told, nowNanos);
        changed.toldAtNanos = toldAtNanos;
        changed.isHearsay = isHearsay;
        other.learn(new Meter.Told(meter.used(nowNanos), QuotaReport.UNTOLD), true, nowNanos);
        return changed;
    }

    boolean isOf(Unit otherUnit, Window otherWindow) {
        return unit == otherUnit && window == otherWindow;
    }

    LimitKey key() {
        return key;
    }

    Unit unit() {
        return unit;
    }

    Window window() {
        return window;
    }

    Refill refill() {
        return refill;
    }

    Meter meter() {
        return meter;
    }

    /// True where nobody knows a limit any more.
    boolean isUnlimited() {
        return meter.limit() == NONE;
    }

    boolean isInferred() {
        return inference != null;
    }

    /// Sets what the operator says, [#NONE] where that is nothing.
    synchronized void configure(long limit, boolean isPaced, long nowNanos) {
        configured = limit;
        if (isPaced != (pacer != null)) {
            pacer = isPaced ? new Pacer(Spans.nanos(window)) : null;
        }
        applyLimit(nowNanos);
    }

    private void applyLimit(long nowNanos) {
        long inferred = inference == null ? NONE : inference.limit();
        long effective = Math.min(inferred, Math.min(configured, told));
        if (effective != meter.limit()) {
            meter.limit(effective, nowNanos);
            Sharing shared = sharing;
            if (shared != null) {
                shared.limit(effective, nowNanos);
            }
        }
    }

    /// Sets how it is shared from now on.
    ///
    /// @param sinceNanos since when the nodes have shared limits in these turns
    synchronized void share(Turns turns, Uses uses, long sinceNanos, long nowNanos) {
        Sharing before = sharing;
        if (turns.isAlone()) {
            sharing = null;
        } else {
            sharing = before == null
                    ? new Sharing(this, turns, uses, sinceNanos, nowNanos).begin()
                    : before.in(turns, nowNanos);
        }
    }

    /// The nodes are not the same any more, or cannot be heard: what they have under way is not known.
    void forgetElsewhere() {
        if (meter instanceof ConcurrencyMeter concurrency) {
            concurrency.forgetElsewhere();
        }
    }

    private synchronized void tell(long limit, long nowNanos) {
        told = limit;
        isTold = limit != NONE;
        toldAtNanos = nowNanos;
        applyLimit(nowNanos);
    }

    /// It is forgotten, by the nodes that share it as well: what was begun of it concerns nobody else any more.
    synchronized void forgotten() {
        Sharing shared = sharing;
        sharing = null;
        if (shared != null) {
            shared.end();
        }
    }

    /// Forgets what the provider told of what has no window, and so needs no time.
    void forgetWhatWasTold() {
        tell(NONE, 0);
    }

    private void forgetWhatIsOld(long nowNanos) {
        if (isTold && nowNanos - toldAtNanos > memoryNanos) {
            tell(NONE, nowNanos);
        }
        if (inference != null && inference.isDue(nowNanos)) {
            review(inference, nowNanos);
        }
    }

    private synchronized void review(Inference due, long nowNanos) {
        if (due.isDue(nowNanos)) {
            due.review(meter.used(nowNanos), nowNanos);
            applyLimit(nowNanos);
        }
    }

    /// A request was refused by a limit that nobody tells, and is no longer counted.
    ///
    /// @param used what went through in the last window
    /// @return true where there is a limit now and was none before
    synchronized boolean refused(long used, long nowNanos) {
        boolean wasUnlimited = isUnlimited();
        if (inference != null) {
            inference.refused(used, nowNanos);
            applyLimit(nowNanos);
        }
        return wasUnlimited && !isUnlimited();
    }

    /// What a call takes of it.
    ///
    /// @param reservesOutput false where the output is our own guess, for which no call is said to
    ///     be too large
    long amount(Demand demand, boolean reservesOutput) {
        return switch (unit) {
            case REQUESTS, CONCURRENT -> 1;
            case INPUT_TOKENS -> demand.inputTokens();
            case OUTPUT_TOKENS ->
                reservesOutput ? demand.outputTokens() : Math.min(demand.outputTokens(), meter.limit());
            case TOKENS ->
                reservesOutput
                        ? demand.totalTokens()
                        : Math.max(demand.inputTokens(), Math.min(demand.totalTokens(), meter.limit()));
        };
    }

    /// What an attempt really took of it, once it has ended.
    long amount(Usage usage) {
        return switch (unit) {
            case REQUESTS -> 1;
            case CONCURRENT -> 0;
            case INPUT_TOKENS -> usage.countedInputTokens();
            case OUTPUT_TOKENS -> usage.outputTokens();
            case TOKENS -> usage.countedTokens();
        };
    }

    /// Until this amount fits, as [Meter#waitNanos] says.
    long waitNanos(long amount, long nowNanos) {
        forgetWhatIsOld(nowNanos);
        Sharing shared = sharing;
        long wait = shared == null ? meter.waitNanos(amount, nowNanos) : shared.waitNanos(amount, nowNanos);
        Pacer pacing = pacer;
        return pacing == null ? wait : Math.max(wait, pacing.waitNanos(nowNanos));
    }

    /// Until this amount fits after another one was taken, which may be more than the limit: what the
    /// window gives back is then waited for as often as it takes.
    long waitNanos(long amount, long ahead, long nowNanos) {
        if (unit == Unit.CONCURRENT || ahead == 0) {
            return waitNanos(amount, nowNanos);
        }
        long limit = meter.limit();
        long total = Amounts.sum(amount, ahead);
        if (total <= limit) {
            return waitNanos(total, nowNanos);
        }
        double windows = (double) (total - limit) / limit;
        return Amounts.sum(waitNanos(limit, nowNanos), (long) (windows * Spans.nanos(window)));
    }

    /// How long the window takes to give back this amount. 0 for a window longer than an hour: what is
    /// left of a day is there to be used.
    long costNanos(long amount) {
        boolean isShort = window == Window.SECOND || window == Window.MINUTE || window == Window.HOUR;
        return isShort ? (long) ((double) amount / meter.limit() * Spans.nanos(window)) : 0;
    }

    /// What calls ahead take of it.
    long amountAhead(long calls, long tokens) {
        return switch (unit) {
            case REQUESTS, CONCURRENT -> calls;
            case TOKENS, INPUT_TOKENS -> tokens;
            case OUTPUT_TOKENS -> 0;
        };
    }

    boolean take(long amount, long nowNanos) {
        Sharing shared = sharing;
        if (!(shared == null ? meter.take(amount, nowNanos) : shared.take(amount, nowNanos))) {
            return false;
        }
        Pacer pacing = pacer;
        if (pacing != null && !pacing.take(amount, meter.limit(), nowNanos)) {
            correct(amount, 0, nowNanos, nowNanos);
            return false;
        }
        open.incrementAndGet();
        return true;
    }

    /// A call was denied this amount, of this limit or of another one.
    void denied(long amount, long nowNanos) {
        Sharing shared = sharing;
        if (shared != null) {
            shared.denied(amount, nowNanos);
        }
    }

    /// Another node used so much more of it; 0 where it wants some.
    void usedElsewhere(long amount, long nowNanos) {
        Sharing shared = sharing;
        if (shared != null && !isUnlimited()) {
            shared.usedElsewhere(amount, nowNanos);
        }
    }

    /// Ends what [#take] began: the amount that stays is the real one. What never went out does not
    /// delay the next one either.
    boolean close(long counted, long real, long takenAtNanos, long nowNanos) {
        Pacer pacing = pacer;
        if (pacing != null && real == 0 && takenAtNanos == nowNanos) {
            pacing.giveBack(takenAtNanos);
        }
        open.decrementAndGet();
        return correct(counted, real, takenAtNanos, nowNanos) < 0;
    }

    private long correct(long counted, long real, long takenAtNanos, long nowNanos) {
        long change = meter.correct(counted, real, takenAtNanos, nowNanos);
        Sharing shared = sharing;
        if (shared != null) {
            shared.corrected(counted, real, takenAtNanos, change, nowNanos);
        }
        return change;
    }

    /// What of an amount that was taken is in a count that replaced ours: the other nodes have counted all of it.
    ///
    /// @return what a correction goes on from
    long recounted(long counted, long seen) {
        Sharing shared = sharing;
        if (shared != null) {
            shared.recounted(seen - counted);
        }
        return seen;
    }

    /// Takes over what a provider told. Its count replaces ours where nothing of ours is under way
    /// that it may not have seen; else the larger use counts.
    ///
    /// @param seen how many open reservations the provider certainly counted or refused before it
    ///     told
    /// @return true where its count of the use counts now
    boolean learn(QuotaReport report, int seen, long nowNanos) {
        if (report.limit() > 0) {
            tell(report.limit(), nowNanos);
            isHearsay = false;
        }
        if (isUnlimited()) {
            return false;
        }
        boolean hasUsed = QuotaReport.isTold(report.remaining());
        boolean hasReset = QuotaReport.isTold(report.resetMillis());
        if (!hasUsed && !hasReset) {
            return false;
        }
        long used = hasUsed ? Math.max(0, toldLimit(report) - report.remaining()) : QuotaReport.UNTOLD;
        long resetNanos = hasReset ? Nanos.ofMillis(report.resetMillis()) : QuotaReport.UNTOLD;
        return learn(new Meter.Told(used, resetNanos), open.get() <= seen, nowNanos);
    }

    /// Where other nodes use it as well, the provider may not have seen what they have under way.
    private boolean learn(Meter.Told used, boolean isAllSeen, long nowNanos) {
        Sharing shared = sharing;
        boolean replaces = isAllSeen && (shared == null || !shared.hasCompany(nowNanos));
        if (shared != null) {
            shared.learn(used, replaces, nowNanos);
        }
        return meter.learn(used, replaces, nowNanos);
    }

    /// Takes over what was saved or told by another node: of two limits that were told the smaller one counts, of two
    /// uses the larger one.
    void remember(QuotaCount saved, long nowNanos) {
        rememberLimit(saved, nowNanos);
        if (isUnlimited()) {
            return;
        }
        meter.remember(saved, nowNanos);
        Sharing shared = sharing;
        if (shared != null) {
            shared.remember(saved, nowNanos);
        }
    }

    private synchronized void rememberLimit(QuotaCount saved, long nowNanos) {
        if (saved.source() == QuotaState.Source.TOLD && saved.limit() < told) {
            tell(saved.limit(), nowNanos);
            isHearsay = true;
        }
    }

    private synchronized long toldLimit(QuotaReport report) {
        if (report.limit() > 0) {
            return report.limit();
        }
        return told != NONE ? told : configured;
    }

    synchronized QuotaState state(long nowNanos) {
        forgetWhatIsOld(nowNanos);
        long limit = meter.limit();
        long remaining = Math.clamp(limit - meter.used(nowNanos), 0, limit);
        return new QuotaState(key, unit, window, limit, remaining, meter.fullNanos(nowNanos), source());
    }

    /// True where it is to be told on: a limit that was only heard of is for a part of the time, or it would go round
    /// among nodes for ever.
    private boolean isNews(long nowNanos) {
        boolean isOld = isHearsay && nowNanos - toldAtNanos > memoryNanos / 2;
        return !isInferred() && !(source() == QuotaState.Source.TOLD && isOld);
    }

    /// What counts now, for those who save it or tell it on; empty where it is not to be told on.
    synchronized Optional<QuotaCount> count(long nowNanos) {
        forgetWhatIsOld(nowNanos);
        if (isUnlimited() || !isNews(nowNanos)) {
            return Optional.empty();
        }
        long used = Math.max(0, meter.used(nowNanos));
        return Optional.of(new QuotaCount(key, unit, window, meter.limit(), used, meter.fullNanos(nowNanos), source()));
    }

    private QuotaState.Source source() {
        if (isInferred()) {
            return QuotaState.Source.INFERRED;
        }
        return configured <= told ? QuotaState.Source.CONFIGURED : QuotaState.Source.TOLD;
    }
}
