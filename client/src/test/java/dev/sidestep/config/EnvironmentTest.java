package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void everyKeyIsAnAccount() {
        SidestepConfig config = SidestepConfig.fromEnvironment(Map.of(
                "GROQ_API_KEY_3", "three",
                "GROQ_API_KEY", "one",
                "GROQ_API_KEY_100", "too-far",
                "OPENAI_API_KEY", "four",
                "ANTHROPIC_API_KEY", " ",
                "GOOGLE_API_KEY", "five"));

        List<ConfiguredAccount> accounts = config.resolve();

        assertThat(accounts)
                .extracting(account -> account.account().name())
                .containsExactly("groq", "groq-3", "openai", "gemini");
        assertThat(accounts.get(1).account().provider().name()).isEqualTo("groq");
        assertThat(accounts.get(1).key()).contains(Secret.of("three"));
        assertThat(config.catalogue()).isEqualTo(Catalogue.current());
    }

    @Test
    void theUsualNameOfAKeyWinsOverTheOther() {
        SidestepConfig config =
                SidestepConfig.fromEnvironment(Map.of("GEMINI_API_KEY", "usual", "GOOGLE_API_KEY", "other"));

        assertThat(config.resolve()).hasSize(1);
        assertThat(config.resolve().getFirst().key()).contains(Secret.of("usual"));
    }

    @Test
    void aBaseUrlMovesAProvider() {
        SidestepConfig config = SidestepConfig.fromEnvironment(
                Map.of("GROQ_API_KEY", "one", "GROQ_BASE_URL", "http://127.0.0.1:1234/v1/"));

        assertThat(config.resolve().getFirst().baseUrl()).isEqualTo(URI.create("http://127.0.0.1:1234/v1"));
    }

    @Test
    void aProviderWithoutKnownModelsIsAWarning() {
        SidestepConfig config = SidestepConfig.fromEnvironment(
                Map.of("OLLAMA_BASE_URL", "http://localhost:11434/v1", "MISTRAL_API_KEY", "one"));

        assertThat(config.resolve()).hasSize(2);
        assertThat(config.warnings())
                .containsExactly(
                        "environment: accounts[0]: mistral: no models of Mistral are known: list them, such as models:"
                                + " [model-id]",
                        "environment: accounts[1]: ollama: no models of Ollama are known: list them, such as models:"
                                + " [model-id]");
    }

    @Test
    void malformedVariablesAreNamedAndNotQuoted() {
        assertThatThrownBy(() ->
                        SidestepConfig.fromEnvironment(Map.of("GROQ_API_KEY", "can\nary", "OPENAI_BASE_URL", "canary")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        environment: GROQ_API_KEY: a secret must be one line of printable ASCII characters
                        environment: OPENAI_BASE_URL: expected a URL such as https://api.example.com/v1""");
    }

    @Test
    void nothingSetIsNoAccountAndNoMistake() {
        assertThat(SidestepConfig.fromEnvironment(Map.of()).resolve()).isEmpty();
    }
}
