package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Window;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

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
    private long configured = NONE;
    private long told = NONE;
    private volatile boolean isTold;
    private volatile long toldAtNanos;

    Quota(LimitKey key, Unit unit, Window window, Refill refill, WindowEnds ends, long nowNanos) {
        this.key = key;
        this.unit = unit;
        this.window = window;
        this.refill = refill;
        this.meter = Meter.of(unit, window, refill, NONE, ends, nowNanos);
        this.memoryNanos = window == Window.UNSPECIFIED
                ? SHORTEST_MEMORY_NANOS
                : Math.max(SHORTEST_MEMORY_NANOS, Spans.nanos(window));
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

    /// Sets what the operator says, [#NONE] where that is nothing.
    synchronized void configure(long limit, long nowNanos) {
        configured = limit;
        applyLimit(nowNanos);
    }

    private void applyLimit(long nowNanos) {
        long effective = Math.min(configured, told);
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
        return meter.waitNanos(amount, nowNanos);
    }

    boolean take(long amount, long nowNanos) {
        if (!meter.take(amount, nowNanos)) {
            return false;
        }
        open.incrementAndGet();
        return true;
    }

    /// Ends what [#take] began: the amount that stays is the real one.
    boolean close(long counted, long real, long takenAtNanos, long nowNanos) {
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
        QuotaState.Source source = configured <= told ? QuotaState.Source.CONFIGURED : QuotaState.Source.TOLD;
        return new QuotaState(key, unit, window, limit, remaining, meter.fullNanos(nowNanos), source);
    }
}
