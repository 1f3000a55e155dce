package dev.sidestep.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.wire.anthropic.ClaudeModel.Thinking;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {
    @ParameterizedTest
    @CsvSource({
        "claude-fable-5-1, claude-fable-5-1",
        "claude-fable-5, claude-fable",
        "claude-opus-5-5, claude-opus-5",
        "claude-opus-4-5-20251101, claude-opus-4-5",
        "claude-opus-4-20250514, claude-opus-4",
        "claude-3-7-sonnet-20250219, claude-3-7",
        "claude-3-haiku-20240307, claude-3",
        "claude-of-tomorrow, claude-",
        "kimi-k3, ''"
    })
    void longestPrefixCounts(String id, String prefix) {
        assertThat(ClaudeModel.of(id).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-8, XHIGH, XHIGH",
        "claude-opus-4-6, XHIGH, HIGH",
        "claude-opus-4-6, MAX, MAX",
        "claude-opus-4-6, MINIMAL, LOW"
    })
    void effortIsTheNearestThatIsNotStronger(String id, Effort asked, Effort given) {
        assertThat(ClaudeModel.of(id).nearest(asked)).isEqualTo(given);
    }

    @Test
    void thinkingOfTheFamiliesIsAsDocumented() {
        assertThat(ClaudeModel.of("claude-opus-4-7").thinking()).isEqualTo(Thinking.ADAPTIVE);
        assertThat(ClaudeModel.of("claude-sonnet-4-6").thinking()).isEqualTo(Thinking.BOTH);
        assertThat(ClaudeModel.of("claude-haiku-4-5").thinking()).isEqualTo(Thinking.BUDGET);
        assertThat(ClaudeModel.of("claude-3-5-haiku-20241022").thinking()).isEqualTo(Thinking.NONE);
    }
}
