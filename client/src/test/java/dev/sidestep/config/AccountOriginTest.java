package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountOriginTest {
    @Test
    void accountOfTheEnvironmentKnowsItsVariable() {
        SidestepConfig config = SidestepConfig.fromEnvironment(
                Map.of("GROQ_API_KEY_2", "two", "GOOGLE_API_KEY", "g", "OLLAMA_BASE_URL", "http://localhost:11434/v1"));

        assertThat(config.accounts())
                .extracting(AccountConfig::origin)
                .containsExactly(
                        new AccountOrigin.Environment("GROQ_API_KEY_2"),
                        new AccountOrigin.Environment("GOOGLE_API_KEY"),
                        new AccountOrigin.Environment("OLLAMA_BASE_URL"));
    }

    @Test
    void accountOfAFileKnowsItsLine() {
        String yaml = "accounts:\n  - {name: groq, key: \"${K}\"}\n  - {name: groq-2, key: \"${K}\"}\n";

        assertThat(SidestepConfig.read("my.yaml", yaml, Map.of("K", "key")).accounts())
                .extracting(AccountConfig::origin)
                .containsExactly(new AccountOrigin.File("my.yaml", 2), new AccountOrigin.File("my.yaml", 3));
    }

    @Test
    void accountOfAProgramIsOfCode() {
        assertThat(AccountConfig.of("groq", Secret.of("key")).origin()).isEqualTo(AccountOrigin.CODE);
    }
}
