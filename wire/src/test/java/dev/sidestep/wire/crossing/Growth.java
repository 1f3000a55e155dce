package dev.sidestep.wire.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

/// How the time that something takes grows with how much there is to do.
final class Growth {
    /// Four times as much may take this many times as long; what is quadratic takes sixteen times.
    private static final double MOST = 6;

    /// Below this a busy machine alone decides.
    private static final long FLOOR_NANOS = 100_000_000;

    private static final int ROUNDS = 15;

    private Growth() {}

    /// Requires that four times as much takes about four times as long: the shortest time of several rounds counts, and
    /// the first round that is good enough is the last.
    static <T> void isLinear(T some, T fourTimesAsMuch, Consumer<T> work) {
        long shortest = Long.MAX_VALUE;
        long longer = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && !isFine(shortest, longer); round++) {
            shortest = Math.min(shortest, nanos(some, work));
            longer = Math.min(longer, nanos(fourTimesAsMuch, work));
        }
        assertThat(isFine(shortest, longer))
                .as("%d us for some, %d us for four times as much", shortest / 1_000, longer / 1_000)
                .isTrue();
    }

    private static boolean isFine(long some, long fourTimesAsMuch) {
        return fourTimesAsMuch < Long.MAX_VALUE && fourTimesAsMuch <= Math.max(FLOOR_NANOS, (long) (some * MOST));
    }

    private static <T> long nanos(T given, Consumer<T> work) {
        long start = System.nanoTime();
        work.accept(given);
        return System.nanoTime() - start;
    }
}
