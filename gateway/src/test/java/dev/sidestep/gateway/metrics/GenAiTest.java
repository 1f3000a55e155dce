package dev.sidestep.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenAiTest {
    @ParameterizedTest
    @CsvSource({"groq, groq", "gemini, gcp.gemini", "xai, x_ai", "azure, azure.ai.openai", "my-own, my-own"})
    void providersHaveTheNamesOfTheConventions(String type, String name) {
        assertThat(GenAi.providerName(type)).isEqualTo(name);
    }
}
