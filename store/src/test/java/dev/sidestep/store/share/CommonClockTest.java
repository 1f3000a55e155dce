package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CommonClockTest {
    private static final long MILLI = 1_000_000;
    private static final long SERVER_AHEAD = 1_790_000_000_000L * MILLI;
    private long nowNanos = 5;
    private final CommonClock clock = new CommonClock(() -> nowNanos);

    @Test
    void theServersTimeIsTakenAsThatOfHalfTheWay() {
        clock.sample(0, 4 * MILLI, SERVER_AHEAD + 2 * MILLI);
        assertThat(clock.offsetNanos()).isEqualTo(SERVER_AHEAD);
        nowNanos = 70 * MILLI;
        assertThat(clock.millis()).isEqualTo(1_790_000_000_070L);
    }

    @Test
    void theShortestWayIsBelievedEvenWhereLaterOnesAreLonger() {
        clock.sample(0, 2 * MILLI, SERVER_AHEAD + MILLI);
        clock.sample(100 * MILLI, 400 * MILLI, SERVER_AHEAD + 390 * MILLI);
        assertThat(clock.offsetNanos()).isEqualTo(SERVER_AHEAD);
    }

    @Test
    void anotherServersClockIsBelievedAtOnce() {
        clock.sample(0, 2 * MILLI, SERVER_AHEAD + MILLI);
        clock.forget();
        clock.sample(0, 80 * MILLI, 40 * MILLI);
        assertThat(clock.offsetNanos()).isZero();
    }

    @Test
    void whatDriftsIsFollowed() {
        for (int i = 0; i < 40; i++) {
            clock.sample(i * MILLI, i * MILLI + 10, SERVER_AHEAD + i * MILLI + i * 1_000);
        }
        assertThat(clock.offsetNanos()).isCloseTo(SERVER_AHEAD + 39_000, within(17_000L));
    }

    @Test
    void beforeTheServerWasAskedNothingIsKnown() {
        assertThat(clock.isKnown()).isFalse();
    }
}
