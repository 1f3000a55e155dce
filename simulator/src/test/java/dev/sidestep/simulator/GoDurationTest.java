package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "12000000, 12ms",
        "644000000, 644ms",
        "1000000000, 1s",
        "7660000000, 7.66s",
        "17358200000, 17.359s",
        "60000000000, 1m0s",
        "86400000000, 1m26.4s",
        "360000000000, 6m0s",
        "578016000000, 9m38.016s",
        "3723500000000, 1h2m3.5s",
    })
    void readsAsGoPrintsItRoundedUpToTheMillisecond(long nanos, String expected) {
        assertThat(GoDuration.format(nanos)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1000000000, 1", "1000000001, 2", "1365999000000, 1366"})
    void secondsAreRoundedUp(long nanos, long seconds) {
        assertThat(GoDuration.ceilSeconds(nanos)).isEqualTo(seconds);
    }
}
