package dev.sidestep.benchmarks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RigTest {
    private static final int CALLS = 3_000;

    private static List<Number> numbers(Scorecard score) {
        return List.of(
                score.calls(),
                score.answered(),
                score.failures(),
                score.attempts(),
                score.refusals(),
                score.waitSeconds(50),
                score.waitSeconds(99));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The same seed replays exactly, and every call ends")
    void seedReplays(Competitor competitor) {
        var scenario = RandomScenario.of(7, CALLS);

        var first = competitor.play(scenario);
        var again = competitor.play(RandomScenario.of(7, CALLS));

        assertThat(numbers(again)).isEqualTo(numbers(first));
        assertThat(first.answered() + first.failures()).isEqualTo(first.calls()).isGreaterThan(CALLS / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    @DisplayName("The oracle is never refused, needs one attempt per answer, and answers the most where calls may wait")
    void oracleIsTheMeasure(long seed) {
        var scenario = RandomScenario.of(seed, CALLS);

        var oracle = Competitor.ORACLE.play(scenario);

        assertThat(oracle.refusals()).as("seed %d", seed).isZero();
        assertThat(oracle.attempts()).as("seed %d", seed).isEqualTo(oracle.answered());
        assertThat(oracle.answered())
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(Competitor.FIXED_COOLDOWN.play(scenario).answered());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Every strategy is played against the same calls")
    void callsAreTheSame(Competitor competitor) {
        var scenario = RandomScenario.of(11, CALLS);

        assertThat(competitor.play(scenario).calls())
                .isEqualTo(Competitor.ORACLE.play(scenario).calls());
    }
}
