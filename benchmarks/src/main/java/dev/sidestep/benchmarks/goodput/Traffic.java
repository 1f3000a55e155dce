package dev.sidestep.benchmarks.goodput;

import java.time.Duration;
import java.util.SplittableRandom;

/// The calls of a scenario, in order of arrival: a day's curve with its peak at three in the afternoon, and on top of
/// it
/// bursts, in which calls come at twice the rate, between lulls at half of it. Not thread-safe.
final class Traffic {
    private static final double NIGHT = 0.4; // of the peak
    private static final double PEAK_HOUR = 15;
    private static final double BURST_RATE = 2;
    private static final double LULL_RATE = 0.5;
    // Bursts take a third of the time, so the mean rate is 1.
    private static final double BURST_SECONDS = 20;
    private static final double LULL_SECONDS = 40;

    /// Prompts are at least this much of their size's.
    private static final double SMALLEST = 0.95;

    private final SplittableRandom random;
    private final Demand demand;
    private long nextId;
    private double atSeconds;
    private double phaseEndSeconds;
    private boolean isBurst;

    /// How much is asked for.
    ///
    /// @param peakCallsPerSecond the mean rate at the day's peak
    /// @param daily whether the rate follows the day's curve, or stays at its peak
    /// @param deadline of each call
    record Demand(Span span, double peakCallsPerSecond, boolean daily, Duration deadline) {}

    Traffic(Demand demand, long seed) {
        this.demand = demand;
        this.random = new SplittableRandom(seed);
        this.atSeconds = (double) demand.span().fromNanos() / Span.NANOS_PER_SECOND;
        this.phaseEndSeconds = atSeconds;
    }

    /// The next call, or one after the end of the span.
    Call next() {
        double fastest = demand.peakCallsPerSecond() * BURST_RATE;
        do {
            atSeconds += exponential(1 / fastest);
            while (atSeconds >= phaseEndSeconds) {
                isBurst = !isBurst;
                phaseEndSeconds += exponential(isBurst ? BURST_SECONDS : LULL_SECONDS);
            }
        } while (random.nextDouble() * fastest >= rate());
        return call();
    }

    /// The smallest call of a size.
    static Call smallest(int sizeClass) {
        var size = CallSize.MIX.get(sizeClass);
        long promptBytes = (long) (size.promptTokens() * CallSize.BYTES_PER_TOKEN * SMALLEST);
        return new Call(-1, sizeClass, 0, promptBytes, size.maxTokens(), Long.MAX_VALUE);
    }

    private double rate() {
        return demand.peakCallsPerSecond() * (demand.daily() ? daily() : 1) * (isBurst ? BURST_RATE : LULL_RATE);
    }

    private double daily() {
        double hour = atSeconds / 3_600;
        double wave = (1 + Math.cos((hour - PEAK_HOUR) / 24 * 2 * Math.PI)) / 2;
        return NIGHT + (1 - NIGHT) * wave;
    }

    private Call call() {
        int sizeClass = sizeClass();
        var size = CallSize.MIX.get(sizeClass);
        double factor = SMALLEST + (1 - SMALLEST) * random.nextDouble();
        long arrivedNanos = (long) (atSeconds * Span.NANOS_PER_SECOND);
        long promptBytes = (long) (size.promptTokens() * CallSize.BYTES_PER_TOKEN * factor);
        return new Call(
                nextId++,
                sizeClass,
                arrivedNanos,
                promptBytes,
                size.maxTokens(),
                arrivedNanos + demand.deadline().toNanos());
    }

    private int sizeClass() {
        double draw = random.nextDouble();
        int last = CallSize.MIX.size() - 1;
        for (int i = 0; i < last; i++) {
            draw -= CallSize.MIX.get(i).share();
            if (draw < 0) {
                return i;
            }
        }
        return last;
    }

    private double exponential(double mean) {
        return -Math.log1p(-random.nextDouble()) * mean;
    }
}
