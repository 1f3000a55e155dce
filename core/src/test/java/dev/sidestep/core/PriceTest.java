package dev.sidestep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
    @ParameterizedTest
    @CsvSource({
        "0.15,   0.6,  1000, 200,  270000",
        "0.0375, 0.15,    1,   0,      38",
        "0.0375, 0.15,    2,   0,      75",
        "0.0004, 0,       1,   0,       0",
        "0.0005, 0,       1,   0,       1",
        "0,      0,    9999, 999,       0",
        "1.1,    2.2,     0,   0,       0"
    })
    void costsAreExactAndRoundedOnce(String input, String output, long in, long out, long nanoUsd) {
        assertThat(price(input, output).nanoUsd(in, out)).isEqualTo(nanoUsd);
    }

    @Test
    void whatDoesNotFitIsTheMost() {
        assertThat(price("1000000", "1").nanoUsd(Long.MAX_VALUE, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void pricesOfOneToken() {
        assertThat(price("0.15", "0.0375").inputNanoUsd()).isEqualTo(150);
        assertThat(price("0.15", "0.0375").outputNanoUsd()).isEqualTo(38);
    }

    private static Price price(String input, String output) {
        return new Price(new BigDecimal(input), new BigDecimal(output));
    }
}
