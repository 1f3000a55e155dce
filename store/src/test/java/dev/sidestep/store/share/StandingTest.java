package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.state.Partners;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final long SECOND = 1_000_000_000;
    private static final String SELF = "b";
    private long nowNanos;
    private final CommonClock clock = new CommonClock(() -> nowNanos);
    private final MemoryState state = new MemoryState(() -> nowNanos);
    private final Standing standing = new Standing(state, clock, 1);

    private void meet(int present, String... ids) {
        standing.meet(SELF, new TreeSet<>(List.of(ids)), present);
    }

    private void loseEverybodyOfThree() {
        standing.join();
        meet(3, "a", SELF, "c");
        standing.apart();
        nowNanos += 60 * SECOND;
        standing.join();
    }

    @Test
    void theFirstNodeIsConnectedAtOnce() {
        standing.join();
        meet(1, SELF);
        assertThat(state.partners()).isEqualTo(new Partners(1, 0, true, 0));
    }

    @Test
    void whileApartTheLastThatWasKnownCounts() {
        loseEverybodyOfThree();
        assertThat(state.partners()).isEqualTo(new Partners(3, 1, false, 0));
    }

    @Test
    void whoeverIsBackFirstWaitsForTheOthers() {
        loseEverybodyOfThree();
        meet(1, SELF);
        assertThat(standing.isConnected()).isFalse();
        meet(3, "a", SELF, "c");
        assertThat(state.partners()).isEqualTo(new Partners(3, 1, true, 0));
    }

    @Test
    void whoeverDoesNotComeBackCountsForFiveSecondsAndNoLonger() {
        loseEverybodyOfThree();
        nowNanos += 2 * SECOND;
        meet(1, SELF);
        assertThat(state.partners()).isEqualTo(new Partners(3, 1, true, 0));
        nowNanos += 4 * SECOND;
        meet(1, SELF);
        assertThat(state.partners()).isEqualTo(new Partners(1, 0, true, 0));
    }

    @Test
    void aClockThatMovesByLessThanMattersIsNotTold() {
        standing.join();
        meet(1, SELF);
        clock.sample(0, 0, 2_000_000);
        meet(1, SELF);
        assertThat(state.partners().turnOffsetNanos()).isZero();
        clock.forget();
        clock.sample(0, 0, 4_000_000);
        meet(1, SELF);
        assertThat(state.partners().turnOffsetNanos()).isEqualTo(4_000_000);
    }
}
