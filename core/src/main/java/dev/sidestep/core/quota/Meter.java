package dev.sidestep.core.quota;

import dev.sidestep.core.Refill;
import dev.sidestep.core.Window;

/// Counts what was taken of one limit. How it comes back is what the kinds differ in.
///
/// Thread-safe. Amounts are not negative. Moments are a ticker's nanoseconds, compared by
/// subtraction; calls read the clock on their own, so an older moment may come after a newer one.
sealed interface Meter permits Bucket, CalendarMeter, SlidingMeter, ConcurrencyMeter {
    /// The wait for an amount that exceeds the limit.
    long NEVER = Long.MAX_VALUE;

    /// A new meter for this kind of limit, with nothing used.
    static Meter of(Unit unit, Window window, Refill refill, long limit, WindowEnds ends, long nowNanos) {
        if (unit == Unit.CONCURRENT) {
            return new ConcurrencyMeter(limit);
        }
        return switch (refill) {
            case Refill.Continuous() -> new Bucket(Spans.nanos(window), limit, nowNanos);
            case Refill.Calendar(var zone) ->
                new CalendarMeter(now -> ends.endNanos(window, zone, now), limit, nowNanos);
            case Refill.Unknown() -> new SlidingMeter(Spans.nanos(window), limit, nowNanos);
        };
    }

    /// The most that fits.
    long limit();

    /// Changes the limit; what was used stays.
    void limit(long limit, long nowNanos);

    /// Until this amount fits: 0 where it fits now, [#NEVER] where it exceeds the limit.
    long waitNanos(long amount, long nowNanos);

    /// Takes the amount, or nothing where it does not fit.
    boolean take(long amount, long nowNanos);

    /// Replaces an amount that was taken at a moment by another one. What has come back by itself
    /// since is not given back again.
    ///
    /// @return how much more counts because of it; negative where room came back
    long correct(long counted, long real, long takenAtNanos, long nowNanos);

    /// Counts what another node took, whether it fits or not; what it gave back where that is negative.
    default void takenElsewhere(long amount, long nowNanos) {
        correct(Math.max(0, -amount), Math.max(0, amount), nowNanos, nowNanos);
    }

    /// Another meter of the same limit, with the same used.
    Meter copy();

    /// Takes over what counted when somebody saved it, unless more does now.
    void remember(QuotaCount saved, long nowNanos);

    /// Takes over what a provider says is used.
    ///
    /// @param told its word
    /// @param replaces true where its word counts even if it is less than what was counted here
    /// @return true where its word counts now
    boolean learn(Told told, boolean replaces, long nowNanos);

    /// What counts now; more than the limit after a correction.
    long used(long nowNanos);

    /// Until nothing counts any more; 0 where nobody knows.
    long fullNanos(long nowNanos);

    /// What a provider says of the use of a limit.
    ///
    /// @param used how much counts; [QuotaReport#UNTOLD] where it told the reset alone
    /// @param resetNanos until nothing counts any more; [QuotaReport#UNTOLD] where it did not tell
    record Told(long used, long resetNanos) {
        boolean hasUsed() {
            return QuotaReport.isTold(used);
        }

        boolean hasReset() {
            return QuotaReport.isTold(resetNanos);
        }
    }
}
