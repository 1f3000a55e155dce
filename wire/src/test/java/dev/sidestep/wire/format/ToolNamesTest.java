package dev.sidestep.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.format.ToolCallMemory.Kept;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolNamesTest implements ToolCallMemory {
    private final Map<String, Kept> kept = new HashMap<>();

    @Test
    void whatFitsStaysAndIsNotKept() {
        assertThat(ToolNames.sent("get_weather-2", this)).isEqualTo("get_weather-2");
        assertThat(ToolNames.given("get_weather-2", this)).isEqualTo("get_weather-2");
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.b, a_b_", "wetter.für, wetter_f_r_"})
    void whatDoesNotFitGetsANameThatLooksLikeIt(String name, String start) {
        String sent = ToolNames.sent(name, this);

        assertThat(sent).startsWith(start).hasSize(start.length() + 8).isEqualTo(ToolNames.sent(name, this));
        assertThat(ToolNames.given(sent, this)).isEqualTo(name);
    }

    @Test
    void longNamesStayApart() {
        String first = ToolNames.sent("n".repeat(70) + "1", this);
        String second = ToolNames.sent("n".repeat(70) + "2", this);

        assertThat(first).hasSize(64).isNotEqualTo(second);
    }

    @Override
    public void keep(String id, Kept what) {
        kept.put(id, what);
    }

    @Override
    public Optional<Kept> find(String id) {
        return Optional.ofNullable(kept.get(id));
    }
}
