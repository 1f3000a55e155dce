package dev.sidestep.core.quota;

import static dev.sidestep.core.quota.QuotaWorld.MINUTE;
import static dev.sidestep.core.quota.QuotaWorld.NOW;
import static dev.sidestep.core.quota.QuotaWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlidingMeterTest {
    private final SlidingMeter sliding = new SlidingMeter(MINUTE, 100, NOW);

    @DisplayName("What was taken comes back one window later, at most a sixtieth of it late")
    @Test
    void amountsComeBackOneWindowLater() {
        sliding.take(100, NOW + SECOND / 2);

        assertThat(sliding.take(1, NOW + MINUTE + SECOND / 2)).isFalse();
        assertThat(sliding.waitNanos(1, NOW + SECOND / 2)).isEqualTo(MINUTE + SECOND / 2);
        assertThat(sliding.take(100, NOW + MINUTE + SECOND)).isTrue();
    }

    @DisplayName("The wait of a larger amount is longer")
    @Test
    void theWaitFollowsTheAmount() {
        sliding.take(40, NOW);
        sliding.take(60, NOW + 10 * SECOND);
        long later = NOW + 20 * SECOND;

        assertThat(sliding.waitNanos(40, later)).isEqualTo(41 * SECOND);
        assertThat(sliding.waitNanos(41, later)).isEqualTo(51 * SECOND);
        assertThat(sliding.waitNanos(101, later)).isEqualTo(Meter.NEVER);
        assertThat(sliding.fullNanos(later)).isEqualTo(51 * SECOND);
    }

    @DisplayName("A provider's larger count comes back at the reset that it told")
    @Test
    void aToldResetIsKept() {
        sliding.take(30, NOW);

        assertThat(sliding.learn(new Meter.Told(90, 5 * SECOND), false, NOW)).isTrue();

        assertThat(sliding.used(NOW)).isEqualTo(90);
        assertThat(sliding.used(NOW + 6 * SECOND)).isEqualTo(30);
    }

    @DisplayName("A provider's smaller count takes off what would come back first")
    @Test
    void aSmallerCountTakesOffTheOldest() {
        sliding.take(30, NOW);
        sliding.take(30, NOW + 10 * SECOND);
        long later = NOW + 20 * SECOND;

        assertThat(sliding.learn(new Meter.Told(20, QuotaReport.UNTOLD), false, later))
                .isFalse();
        assertThat(sliding.learn(new Meter.Told(20, QuotaReport.UNTOLD), true, later))
                .isTrue();

        assertThat(sliding.used(NOW + 62 * SECOND)).isEqualTo(20);
        assertThat(sliding.used(NOW + 72 * SECOND)).isZero();
    }

    @DisplayName("An older moment after a newer one counts as the newest")
    @Test
    void anOlderMomentCountsAsTheNewest() {
        sliding.take(50, NOW + 100 * SECOND);

        assertThat(sliding.take(51, NOW + 90 * SECOND)).isFalse();
        assertThat(sliding.take(50, NOW + 90 * SECOND)).isTrue();
        assertThat(sliding.used(NOW + 100 * SECOND)).isEqualTo(100);
        assertThat(sliding.correct(50, 0, NOW + 90 * SECOND, NOW + 100 * SECOND))
                .isZero();
    }

    @DisplayName("Absurd numbers do not turn around")
    @Test
    void absurdNumbersAreBounded() {
        SlidingMeter unlimited = new SlidingMeter(MINUTE, Long.MAX_VALUE, NOW);
        unlimited.take(Long.MAX_VALUE, NOW);
        unlimited.correct(1, Long.MAX_VALUE, NOW, NOW);
        unlimited.correct(Long.MAX_VALUE, 0, NOW, NOW);
        unlimited.learn(new Meter.Told(Long.MAX_VALUE, Long.MAX_VALUE), true, NOW);

        assertThat(unlimited.used(NOW)).isEqualTo(Long.MAX_VALUE);
        assertThat(unlimited.used(NOW + 2 * MINUTE)).isZero();
    }
}
