package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Window;
import java.time.Duration;
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
        }
    }

    private synchronized void tell(long limit, long nowNanos) {
        told = limit;
        isTold = limit != NONE;
        toldAtNanos = nowNanos;
        applyLimit(nowNanos);
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
        long wait = meter.waitNanos(amount, nowNanos);
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
        if (!meter.take(amount, nowNanos)) {
            return false;
        }
        Pacer pacing = pacer;
        if (pacing != null && !pacing.take(amount, meter.limit(), nowNanos)) {
            meter.correct(amount, 0, nowNanos, nowNanos);
            return false;
        }
        open.incrementAndGet();
        return true;
    }

    /// Ends what [#take] began: the amount that stays is the real one. What never went out does not
    /// delay the next one either.
    boolean close(long counted, long real, long takenAtNanos, long nowNanos) {
        Pacer pacing = pacer;
        if (pacing != null && real == 0 && takenAtNanos == nowNanos) {
            pacing.giveBack(takenAtNanos);
        }
        open.decrementAndGet();
        return meter.correct(counted, real, takenAtNanos, nowNanos);
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
        return meter.learn(new Meter.Told(used, resetNanos), open.get() <= seen, nowNanos);
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

    private QuotaState.Source source() {
        if (isInferred()) {
            return QuotaState.Source.INFERRED;
        }
        return configured <= told ? QuotaState.Source.CONFIGURED : QuotaState.Source.TOLD;
    }
}
