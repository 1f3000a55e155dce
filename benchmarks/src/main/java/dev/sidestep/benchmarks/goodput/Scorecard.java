package dev.sidestep.benchmarks.goodput;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// What became of a scenario's calls. Not thread-safe.
final class Scorecard {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(6);
    private static final double MICROS_PER_SECOND = 1e6;

    private final Histogram waitMicros = new Histogram(LONGEST_MICROS, 3);
    private final Recoveries<Family> afterTrouble = new Recoveries<>();
    private final Recoveries<Spot> afterReset = new Recoveries<>();
    private long calls;
    private long answered;
    private long largest;
    private long largestAnswered;
    private long failures;
    private long attempts;
    private long refusals;
    private long failuresLookedAt;
    private long failuresWithRoom;
    private long blackoutCalls;
    private long blackoutAttempts;

    void arrived(Call call, boolean inBlackout) {
        calls++;
        largest += isLargest(call) ? 1 : 0;
        blackoutCalls += inBlackout ? 1 : 0;
    }

    private static boolean isLargest(Call call) {
        return call.sizeClass() == CallSize.MIX.size() - 1;
    }

    void attempted(boolean inBlackout) {
        attempts++;
        blackoutAttempts += inBlackout ? 1 : 0;
    }

    void rateLimited() {
        refusals++;
    }

    /// @param waitedNanos from the call's arrival to the attempt that answered it
    void answered(Call call, Spot spot, long waitedNanos, long nowNanos) {
        answered++;
        largestAnswered += isLargest(call) ? 1 : 0;
        waitMicros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(waitedNanos), 1, LONGEST_MICROS));
        afterTrouble.isUsed(spot.family(), nowNanos);
        afterReset.isUsed(spot, nowNanos);
    }

    void failed() {
        failures++;
    }

    /// A failed call that was looked at: whether any target had room for it at that moment, and for no older call.
    void lookedAt(boolean withRoom) {
        failuresLookedAt++;
        failuresWithRoom += withRoom ? 1 : 0;
    }

    Recoveries<Family> afterTrouble() {
        return afterTrouble;
    }

    Recoveries<Spot> afterReset() {
        return afterReset;
    }

    long calls() {
        return calls;
    }

    long answered() {
        return answered;
    }

    double shareAnswered() {
        return calls == 0 ? Double.NaN : (double) answered / calls;
    }

    long failures() {
        return failures;
    }

    long attempts() {
        return attempts;
    }

    /// 429s.
    long refusals() {
        return refusals;
    }

    /// Of the calls of the largest size alone: a strategy that lets the small ones pass lets these starve.
    double shareOfLargestAnswered() {
        return largest == 0 ? Double.NaN : (double) largestAnswered / largest;
    }

    double refusalsPerThousandAnswers() {
        return answered == 0 ? Double.NaN : 1_000.0 * refusals / answered;
    }

    double attemptsPerCall() {
        return calls == 0 ? Double.NaN : (double) attempts / calls;
    }

    /// Not a number where there was no blackout.
    double attemptsPerCallInBlackout() {
        return blackoutCalls == 0 ? Double.NaN : (double) blackoutAttempts / blackoutCalls;
    }

    double waitSeconds(double percentile) {
        return answered == 0 ? Double.NaN : waitMicros.getValueAtPercentile(percentile) / MICROS_PER_SECOND;
    }

    /// Failed calls for which a target had room when they failed, held for nobody else.
    long failuresWithRoom() {
        return failuresWithRoom;
    }

    /// Failed calls that were looked at; in large worlds not all are.
    long failuresLookedAt() {
        return failuresLookedAt;
    }
}
