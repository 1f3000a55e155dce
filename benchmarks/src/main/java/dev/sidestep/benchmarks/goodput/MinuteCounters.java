package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Dimension;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Counts requests and tokens per target in fixed minutes, and picks the target with the fewest tokens in this minute
/// whose configured limits per minute would hold. It never waits.
final class MinuteCounters implements Strategy {
    private static final long MINUTE_NANOS = Dimension.REQUESTS_PER_MINUTE.windowNanos();

    private final List<Spot> spots;
    private final long[] mostRequests;
    private final long[] mostTokens;
    private final long[] requests;
    private final long[] tokens;
    private long minute;

    MinuteCounters(Scenario.Known known) {
        this.spots = known.spots();
        this.mostRequests = limits(known, Dimension.REQUESTS_PER_MINUTE);
        this.mostTokens = limits(known, Dimension.TOKENS_PER_MINUTE);
        this.requests = new long[spots.size()];
        this.tokens = new long[spots.size()];
    }

    private static long[] limits(Scenario.Known known, Dimension dimension) {
        return known.spots().stream()
                .mapToLong(spot -> known.limits(spot).limit(dimension).orElse(Long.MAX_VALUE))
                .toArray();
    }

    @Override
    public Handling begin(Call call, Waking waking) {
        return new OneCall(call);
    }

    private void turn(long nowNanos) {
        if (nowNanos / MINUTE_NANOS != minute) {
            minute = nowNanos / MINUTE_NANOS;
            Arrays.fill(requests, 0);
            Arrays.fill(tokens, 0);
        }
    }

    private final class OneCall implements Handling {
        private final long needed;
        private final BitSet tried = new BitSet();

        private OneCall(Call call) {
            this.needed = call.guessedTokens();
        }

        @Override
        public Move start(long nowNanos) {
            turn(nowNanos);
            int best = -1;
            for (int i = 0; i < tokens.length; i++) {
                if (!tried.get(i) && hasRoom(i) && (best < 0 || tokens[i] < tokens[best])) {
                    best = i;
                }
            }
            if (best < 0 || tried.cardinality() >= Attempts.MOST) {
                return new Move.GiveUp();
            }
            tried.set(best);
            requests[best]++;
            tokens[best] += needed;
            return Attempts.at(spots.get(best));
        }

        private boolean hasRoom(int index) {
            return requests[index] < mostRequests[index] && tokens[index] + needed <= mostTokens[index];
        }

        @Override
        public Move failed(Reply.Failure reply, long nowNanos) {
            return start(nowNanos);
        }
    }
}
