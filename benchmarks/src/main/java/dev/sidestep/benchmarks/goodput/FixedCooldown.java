package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Limits;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/// Picks at random, weighted by the configured tokens per minute (requests per minute where there are none), among the
/// targets that are not cooling; whatever fails cools for ten seconds. It never waits.
final class FixedCooldown implements Strategy {
    private static final long COOLDOWN_NANOS = Duration.ofSeconds(10).toNanos();
    /// A request's usual weight in tokens, where only requests are limited.
    private static final double TOKENS_PER_REQUEST = 1_000;

    private final List<Spot> spots;
    private final double[] weights;
    private final long[] freeAtNanos;
    private final SplittableRandom random;

    FixedCooldown(Scenario.Known known) {
        this.spots = known.spots();
        this.weights =
                spots.stream().mapToDouble(spot -> weight(known.limits(spot))).toArray();
        this.freeAtNanos = new long[spots.size()];
        this.random = new SplittableRandom(known.seed());
    }

    private static double weight(Limits limits) {
        var tokens = limits.limit(Dimension.TOKENS_PER_MINUTE);
        var requests = limits.limit(Dimension.REQUESTS_PER_MINUTE);
        return tokens.isPresent() ? tokens.getAsLong() : requests.orElse(1) * TOKENS_PER_REQUEST;
    }

    @Override
    public Handling begin(Call call, Waking waking) {
        return new OneCall();
    }

    private final class OneCall implements Handling {
        private final BitSet tried = new BitSet();
        private int last;

        @Override
        public Move start(long nowNanos) {
            double total = 0;
            for (int i = 0; i < weights.length; i++) {
                total += isOpen(i, nowNanos) ? weights[i] : 0;
            }
            if (total == 0 || tried.cardinality() >= Attempts.MOST) {
                return new Move.GiveUp();
            }
            double draw = random.nextDouble() * total;
            int picked = -1;
            for (int i = 0; i < weights.length && draw >= 0; i++) {
                if (isOpen(i, nowNanos)) {
                    draw -= weights[i];
                    picked = i;
                }
            }
            tried.set(picked);
            last = picked;
            return Attempts.at(spots.get(picked));
        }

        private boolean isOpen(int index, long nowNanos) {
            return freeAtNanos[index] <= nowNanos && !tried.get(index);
        }

        @Override
        public Move failed(Reply.Failure reply, long nowNanos) {
            freeAtNanos[last] = nowNanos + COOLDOWN_NANOS;
            return start(nowNanos);
        }
    }
}
