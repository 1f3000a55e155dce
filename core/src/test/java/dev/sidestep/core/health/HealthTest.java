package dev.sidestep.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sidestep.core.Target;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Catalogues;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long NOW = -7 * MINUTE;

    private final Targets targets = Catalogues.targets(Catalogues.account("g", "groq", "a", "b"));
    private final Target a = Catalogues.target(targets, "g/a");
    private final Target b = Catalogues.target(targets, "g/b");
    private final Health health = new Health(HealthPolicy.defaults());

    @Test
    @DisplayName("ask B13: a single random 502 never benches a target")
    void aSingleFailureIsNothing() {
        assertThat(IntStream.range(0, 100).anyMatch(minute -> health.failed(a, NOW + minute * MINUTE)))
                .isFalse();
    }

    @Test
    @DisplayName("fault 63: the only target that there is survives one 5xx, and a second one")
    void oneFaultIsNoOutage() {
        assertThat(health.failed(a, NOW)).isFalse();
        assertThat(health.failed(a, NOW + SECOND)).isFalse();

        assertThat(health.state(a, NOW + SECOND))
                .extracting(HealthState::failures)
                .isEqualTo(2);
    }

    @Test
    @DisplayName("ask B13: three failures that are half of a minute's attempts make a target unhealthy")
    void manyFailuresTurnItUnhealthy() {
        succeed(a, 3, NOW);
        health.failed(a, NOW + 10 * SECOND);
        health.failed(a, NOW + 20 * SECOND);

        assertThat(health.failed(a, NOW + 30 * SECOND)).isTrue();
    }

    @Test
    @DisplayName("ask B13: ten failures among eleven successes are no reason")
    void fewerThanHalfAreNoReason() {
        succeed(a, 11, NOW);

        assertThat(IntStream.range(0, 10).anyMatch(_ -> health.failed(a, NOW))).isFalse();
        assertThat(health.failed(a, NOW)).isTrue();
    }

    @Test
    @DisplayName("a failure counts for a minute")
    void failuresLeaveTheWindow() {
        health.failed(a, NOW);
        health.failed(a, NOW + 30 * SECOND);

        assertThat(health.failed(a, NOW + 61 * SECOND)).isFalse();
        assertThat(health.failed(a, NOW + 80 * SECOND)).isTrue();
    }

    @Test
    @DisplayName("the counts begin anew once a target turned unhealthy")
    void theCountsBeginAnew() {
        fail(a, 3, NOW);

        assertThat(health.state(a, NOW)).isEqualTo(HealthState.UNKNOWN);
        assertThat(health.failed(a, NOW)).isFalse();
        assertThat(health.failed(a, NOW)).isFalse();
        assertThat(health.failed(a, NOW)).isTrue();
    }

    @Test
    @DisplayName("answers whose first content takes longer than 15 s count as failures")
    void slownessIsTrouble() {
        assertThat(health.succeeded(a, 15 * SECOND, NOW)).isFalse();
        health.succeeded(a, 15 * SECOND + 1, NOW);
        health.succeeded(a, 20 * SECOND, NOW);

        assertThat(health.succeeded(a, 16 * SECOND, NOW)).isTrue();
    }

    @Test
    @DisplayName("an answer whose first content was not measured is a success like any other")
    void theUnmeasuredIsASuccess() {
        health.succeeded(a, Health.UNMEASURED, NOW);

        assertThat(health.state(a, NOW).attempts()).isOne();
        assertThat(health.state(a, NOW).failures()).isZero();
        assertThat(health.firstContentNanos(a, NOW)).isEmpty();
    }

    @Test
    @DisplayName("one target's trouble is not another's")
    void eachTargetForItself() {
        fail(a, 2, NOW);
        fail(b, 2, NOW);

        assertThat(health.state(b, NOW).failures()).isEqualTo(2);
        assertThat(health.failed(b, NOW)).isTrue();
        assertThat(health.state(a, NOW).failures()).isEqualTo(2);
    }

    @Test
    @DisplayName("the time to the first content follows the newest answers")
    void theMeanFollows() {
        IntStream.range(0, 20).forEach(each -> health.succeeded(a, SECOND, NOW + each * SECOND));
        assertThat(health.firstContentNanos(a, NOW + 20 * SECOND)).hasValue(SECOND);

        IntStream.range(20, 60).forEach(each -> health.succeeded(a, 3 * SECOND, NOW + each * SECOND));
        assertThat((double) health.firstContentNanos(a, NOW + MINUTE).orElseThrow())
                .isCloseTo(3 * SECOND, within(0.1 * SECOND));
    }

    @Test
    @DisplayName("a target that was slow an hour ago gets another chance, and begins anew")
    void measurementsFade() {
        IntStream.range(0, 100).forEach(_ -> health.succeeded(a, 10 * SECOND, NOW));
        assertThat(health.firstContentNanos(a, NOW + 10 * MINUTE)).hasValue(10 * SECOND);
        assertThat(health.firstContentNanos(a, NOW + 60 * MINUTE)).isEmpty();

        health.succeeded(a, SECOND, NOW + 60 * MINUTE);
        assertThat(health.firstContentNanos(a, NOW + 60 * MINUTE)).hasValue(SECOND);
    }

    @Test
    @DisplayName("a moment read before another one does not open the window again")
    void olderMomentsAreHarmless() {
        fail(a, 2, NOW + 2 * MINUTE);

        assertThat(health.failed(a, NOW)).isTrue();
    }

    @Test
    @DisplayName("targets that nobody asks any more are forgotten")
    void idleTargetsAreForgotten() {
        health.succeeded(a, SECOND, NOW);
        for (int number = 0; number < 20_000; number++) {
            Target other = Catalogues.targets(Catalogues.account("x" + number, "groq", "m"))
                    .all()
                    .getFirst();
            health.succeeded(other, SECOND, NOW + 2 * 60 * MINUTE);
        }

        assertThat(health.state(a, NOW)).isEqualTo(HealthState.UNKNOWN);
        assertThat(health.tracked()).isLessThanOrEqualTo(10_000);
    }

    @Test
    @DisplayName("a policy that makes no sense is refused by its knob's name")
    void knobsAreInRange() {
        Duration minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(Duration.ZERO, 3, 0.5, minute))
                .withMessageStartingWith("window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(minute, 0, 0.5, minute))
                .withMessageStartingWith("failures");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(minute, 3, Double.NaN, minute))
                .withMessageStartingWith("share");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthPolicy(minute, 3, 0.5, Duration.ofSeconds(-1)))
                .withMessageStartingWith("slow-first-content");
    }

    private void succeed(Target target, int times, long nowNanos) {
        IntStream.range(0, times).forEach(_ -> health.succeeded(target, SECOND, nowNanos));
    }

    private void fail(Target target, int times, long nowNanos) {
        IntStream.range(0, times).forEach(_ -> health.failed(target, nowNanos));
    }
}
