package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Refill;
import dev.sidestep.core.Window;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountingTest {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Refill SLIDING = new Refill.Unknown();
    private static final Refill CONTINUOUS = new Refill.Continuous();

    @ParameterizedTest
    @ValueSource(strings = {"groq", "openai", "cerebras"})
    @DisplayName("Groq, OpenAI and Cerebras fill token buckets, by the day too, and count max_tokens up front")
    void tokenBuckets(String provider) {
        assertThat(builtIn(provider)).isEqualTo(Counting.BUCKETS);
    }

    @Test
    @DisplayName("Anthropic fills token buckets and counts an answer once it is there")
    void anthropic() {
        assertThat(builtIn("anthropic")).isEqualTo(new Counting(CONTINUOUS, CONTINUOUS, false, false));
    }

    @Test
    @DisplayName("Gemini's day ends at midnight in Los Angeles, and what it refuses counts")
    void gemini() {
        Counting gemini = builtIn("gemini");

        assertThat(gemini).isEqualTo(new Counting(SLIDING, new Refill.Calendar(PACIFIC), false, true));
        assertThat(gemini.refill(Window.DAY)).isEqualTo(new Refill.Calendar(PACIFIC));
        assertThat(gemini.refill(Window.MINUTE)).isEqualTo(SLIDING);
    }

    @Test
    @DisplayName("OpenRouter counts by the day of UTC, refusals too")
    void openRouter() {
        assertThat(builtIn("openrouter")).isEqualTo(new Counting(SLIDING, new Refill.Calendar(UTC), true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "together", "deepseek", "xai", "fireworks", "sambanova", "ollama"})
    @DisplayName("A provider of which nothing is known is counted on the side on which no limit is met")
    void unknown(String provider) {
        assertThat(builtIn(provider)).isEqualTo(Counting.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"azure,azure", "azure-eu,azure", "bedrock-2,bedrock", "azurite,azurite"})
    @DisplayName("Azure, Bedrock and Cohere are known by the beginning of their name, although they have no address")
    void typesWithoutAddress(String name, String type) {
        Counting counting = configured("providers: { " + name + ": { base-url: 'http://localhost/v1', models: [a] } }");

        assertThat(counting).isEqualTo(BuiltIn.counting(type));
        assertThat(counting.equals(Counting.UNKNOWN)).isEqualTo(type.equals("azurite"));
    }

    @Test
    @DisplayName("A Groq account at another address still counts as Groq does")
    void otherAddress() {
        assertThat(configured("providers: { groq: { base-url: 'http://localhost/v1' } }"))
                .isEqualTo(Counting.BUCKETS);
        assertThat(ProviderConfig.builder("mine", URI.create("http://localhost/v1"))
                        .type("groq")
                        .build()
                        .counting())
                .isEqualTo(Counting.BUCKETS);
    }

    @Test
    @DisplayName("A provider of one's own says how it counts, and what it leaves out is on the safe side")
    void ownProvider() {
        assertThat(own("minute: continuous, day: calendar, counts-refusals: true"))
                .isEqualTo(new Counting(CONTINUOUS, new Refill.Calendar(ZoneOffset.UTC), true, true));
        assertThat(own("minute: sliding, day: calendar, time-zone: Europe/Paris, reserves-output: false"))
                .isEqualTo(new Counting(SLIDING, new Refill.Calendar(ZoneId.of("Europe/Paris")), false, false));
        assertThat(own("")).isEqualTo(Counting.UNKNOWN);
    }

    @Test
    @DisplayName("What an operator says of a built-in provider's counting leaves the rest as it was")
    void overridden() {
        assertThat(configured(
                        "providers: { gemini: { base-url: 'http://localhost/v1', counting: { time-zone: UTC } } }"))
                .isEqualTo(new Counting(SLIDING, new Refill.Calendar(UTC), false, true));
        assertThat(configured(
                        "providers: { gemini: { base-url: 'http://localhost/v1', counting: { minute: calendar } } }"))
                .isEqualTo(new Counting(new Refill.Calendar(PACIFIC), new Refill.Calendar(PACIFIC), false, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            time-zone: America/Los_Angles, day: calendar | time-zone: expected a time zone such as UTC or America/Los_Angeles, found 'America/Los_Angles', did you mean 'America/Los_Angeles'?
            time-zone: UTC                               | time-zone: time-zone belongs to a calendar, such as day: calendar
            minute: continous                            | minute: expected one of calendar, continuous, sliding, found 'continous', did you mean 'continuous'?
            reserves-output: 5                           | reserves-output: expected one of false, true, found '5'
            count-refusals: true                         | count-refusals: unknown key 'count-refusals', did you mean 'counts-refusals'?
            """)
    @DisplayName("A mistake in how a provider counts is told with its line")
    void mistakes(String counting, String told) {
        assertThatThrownBy(() -> own(counting))
                .isInstanceOf(ConfigException.class)
                .hasMessage("test.yaml:3: providers.mine.counting." + told);
    }

    private static Counting own(String counting) {
        return configured("""
                providers:
                  mine: { base-url: 'http://localhost/v1', models: [a],
                          counting: { %s } }
                """.formatted(counting));
    }

    private static Counting builtIn(String provider) {
        return new Providers(List.of()).find(provider).orElseThrow().counting();
    }

    /// How the engine is told that the only provider of a configuration counts.
    private static Counting configured(String yaml) {
        SidestepConfig config = SidestepConfig.read("test.yaml", yaml, Map.of());
        return SidestepConfig.builder()
                .provider(config.providers().getFirst())
                .account(AccountConfig.builder("one")
                        .provider(config.providers().getFirst().name())
                        .build())
                .build()
                .resolve()
                .getFirst()
                .account()
                .provider()
                .counting();
    }
}
