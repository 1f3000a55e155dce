package dev.sidestep.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What holds in every history. A failure names its seed; `-Dsidestep.seed=N` plays that one alone.
class FailoverPropertyTest {
    private static final int HISTORIES = 3_000;

    private static LongStream seeds() {
        Long one = Long.getLong("sidestep.seed");
        return one == null ? LongStream.range(0, HISTORIES) : LongStream.of(one);
    }

    @Test
    void everyDecisionKeepsTheRules() {
        seeds().forEach(seed -> new RandomHistory(seed).play());
    }

    @Test
    void aSeedDecidesEverything() {
        seeds().forEach(seed -> assertThat(new RandomHistory(seed).play())
                .as("seed %d", seed)
                .isEqualTo(new RandomHistory(seed).play()));
    }

    @Test
    void theHistoriesMeetEveryKindOfDecision() {
        List<Decision> decisions = LongStream.range(0, 1_000)
                .mapToObj(seed -> new RandomHistory(seed).play())
                .flatMap(List::stream)
                .toList();

        assertThat(decisions)
                .filteredOn(Decision.Send.class::isInstance)
                .extracting(decision -> ((Decision.Send) decision).move())
                .contains(Decision.Move.values());
        assertThat(decisions)
                .filteredOn(Decision.Wait.class::isInstance)
                .extracting(decision -> ((Decision.Wait) decision).cause())
                .contains(Decision.Wait.Cause.values());
        assertThat(decisions)
                .filteredOn(Decision.GiveUp.class::isInstance)
                .extracting(decision -> ((Decision.GiveUp) decision).bound())
                .contains(Decision.Bound.values());
        // A name that nobody knows is found out before there is a call to decide on.
        assertThat(decisions)
                .filteredOn(Decision.GiveUp.class::isInstance)
                .extracting(decision -> ((Decision.GiveUp) decision).reason())
                .containsAll(EnumSet.complementOf(EnumSet.of(Decision.Reason.UNKNOWN_MODEL)));
    }
}
