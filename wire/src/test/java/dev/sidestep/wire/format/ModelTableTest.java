package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTableTest {
    @ParameterizedTest
    @CsvSource({"gpt-5, gpt-5", "gpt-5-pro-2026, gpt-5-pro", "gpt-5-nano, gpt-5", "o3, ''", "'', ''"})
    void theLongestPrefixCountsInWhateverOrderTheRowsStand(String modelId, String row) {
        List<String> rows = List.of("gpt-5", "", "gpt-5-pro", "gpt-4");

        assertThat(new ModelTable<>(rows, Function.identity()).find(modelId)).contains(row);
        assertThat(new ModelTable<>(rows.reversed(), Function.identity()).find(modelId))
                .contains(row);
    }

    @Test
    void aModelThatNoRowFitsIsNotKnown() {
        assertThat(new ModelTable<>(List.of("gpt-"), Function.identity()).find("o3"))
                .isEmpty();
    }
}
