package dev.sidestep.benchmarks.goodput;

import java.util.List;

/// No memory between calls: each begins at the top of the list and goes down it until somebody answers. It never waits.
final class TopOfTheList implements Strategy {
    private final List<Spot> spots;

    TopOfTheList(Scenario.Known known) {
        this.spots = known.spots();
    }

    @Override
    public Handling begin(Call call, Waking waking) {
        return new OneCall();
    }

    private final class OneCall implements Handling {
        private int tried;

        @Override
        public Move start(long nowNanos) {
            return tried < Math.min(Attempts.MOST, spots.size()) ? Attempts.at(spots.get(tried++)) : new Move.GiveUp();
        }

        @Override
        public Move failed(Reply.Failure reply, long nowNanos) {
            return start(nowNanos);
        }
    }
}
