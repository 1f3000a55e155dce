package dev.sidestep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NanosTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0",
        "0, 0",
        "1, 1",
        "999999999, 1",
        "1000000000, 1",
        "1000000001, 2",
        "1100589000000, 1101",
        "9223372036854775807, 9223372037"
    })
    void secondsAreRoundedUp(long nanos, long seconds) {
        assertThat(Nanos.toSecondsRoundedUp(nanos)).isEqualTo(seconds);
    }

    @Test
    void whatDoesNotFitIsTheLongestSpan() {
        assertThat(Nanos.of(Duration.ofDays(1_000_000))).isEqualTo(Long.MAX_VALUE);
        assertThat(Nanos.ofMillis(Long.MAX_VALUE / 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(Nanos.ofMillis(1_500)).isEqualTo(1_500_000_000L);
    }

    @Test
    void aDeadlinePassesAtItsMomentEvenWhereTheTickerWraps() {
        long now = Long.MAX_VALUE - 5;

        Deadline deadline = Deadline.after(Duration.ofNanos(10), now);

        assertThat(deadline.hasPassed(now + 9)).isFalse();
        assertThat(deadline.hasPassed(now + 10)).isTrue();
        assertThat(deadline.remainingNanos(now)).isEqualTo(10);
    }
}
