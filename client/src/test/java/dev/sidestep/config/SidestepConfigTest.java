package dev.sidestep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Model;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.selection.Order;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidestepConfigTest {
    private static final Map<String, String> KEYS = Map.of(
            "GROQ_API_KEY", "gsk_canary-one",
            "GROQ_KEY_2", "gsk_canary-two",
            "OPENAI_API_KEY", "sk-canary-three",
            "ORGANISATION", "canary-org");

    @Test
    void tenLinesConfigureThreeAccountsAndARoute() {
        SidestepConfig config = read("""
                catalog: classic
                accounts:
                  - { name: groq-free, key: "${GROQ_API_KEY}" }
                  - { name: groq-paid, key: "${env:GROQ_KEY_2}", quota-group: acme }
                  - { provider: openai, key: "${OPENAI_API_KEY}", models: [gpt-4o-mini, gpt-4o] }
                routes:
                  smart: [groq/llama-3.3-70b-versatile, gpt-4o]
                deadline: 1m30s
                attempts-per-provider: 2
                """);

        List<ConfiguredAccount> accounts = config.resolve();

        assertThat(accounts)
                .extracting(account -> account.account().name())
                .containsExactly("groq-free", "groq-paid", "openai");
        assertThat(accounts.getFirst().baseUrl()).isEqualTo(URI.create("https://api.groq.com/openai/v1"));
        assertThat(accounts.getFirst().key()).contains(Secret.of("gsk_canary-one"));
        assertThat(accounts.getFirst().account().provider().type()).isEqualTo("groq");
        assertThat(accounts.getFirst().account().models()).hasSize(17);
        assertThat(accounts.get(1).account().quotaGroup()).isEqualTo("acme");
        assertThat(accounts.get(1).account().attemptsPerCall()).isEqualTo(2);
        assertThat(accounts.get(2).account().models()).extracting(Model::id).containsExactly("gpt-4o-mini", "gpt-4o");
        assertThat(config.knobs().failover().deadline()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.routes()).containsEntry("smart", List.of("groq/llama-3.3-70b-versatile", "gpt-4o"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void knobsHaveTheirDefaults() {
        Knobs knobs = read("catalog: classic").knobs();

        assertThat(knobs).isEqualTo(Knobs.defaults());
        assertThat(knobs.failover().maxAttempts()).isEqualTo(25);
        assertThat(knobs.failover().attemptTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(knobs.failover().answerTimeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(knobs.attemptsPerProvider()).isEqualTo(Knobs.ALL);
    }

    @Test
    void knobsOfWaitingOrderAndHealthAreRead() {
        Knobs knobs = read("""
                order: fastest
                stick-for: 0s
                max-waiting: 5
                priority: batch
                batch-ageing: 1m
                keep-alive: 0s
                health: { window: 2m, failures: 5 }
                """).knobs();

        assertThat(knobs)
                .isEqualTo(Knobs.builder()
                        .order(Order.FASTEST)
                        .stickFor(Duration.ZERO)
                        .maxWaiting(5)
                        .priority(Priority.BATCH)
                        .batchAgeing(Duration.ofMinutes(1))
                        .keepAlive(Duration.ZERO)
                        .health(new HealthPolicy(Duration.ofMinutes(2), 5, 0.5, Duration.ofSeconds(15)))
                        .build())
                .isNotEqualTo(Knobs.defaults());
    }

    @Test
    void mistakesInTheKnobsOfWaitingOrderAndHealthAreToldWithTheirLines() {
        assertThat(mistakes("""
                order: random
                stick-for: 2d
                priority: high
                batch-ageing: -1s
                keep-alive: never
                health:
                  window: 0s
                  failure: 3
                  slow-first-content: 10
                """).getMessage().lines())
                .containsExactly(
                        "sidestep.yaml:1: order: expected one of cheapest, fastest, listed, found 'random'",
                        "sidestep.yaml:2: stick-for: expected a duration such as 30s or 1h30m from 0s to 24h, found '2d'",
                        "sidestep.yaml:3: priority: expected one of batch, interactive, found 'high'",
                        "sidestep.yaml:4: batch-ageing: expected a duration such as 30s or 1h30m from 0s to 1h, found"
                                + " '-1s'",
                        "sidestep.yaml:5: keep-alive: expected a duration such as 30s or 1h30m from 0s to 5m, found"
                                + " 'never'",
                        "sidestep.yaml:7: health.window: expected a duration such as 30s or 1h30m from 1s to 1h, found"
                                + " '0s'",
                        "sidestep.yaml:8: health.failure: unknown key 'failure', did you mean 'failures'?",
                        "sidestep.yaml:9: health.slow-first-content: expected a duration such as 30s or 1h30m from"
                                + " 100ms to 1h, found '10'");
        assertThatThrownBy(() -> Knobs.builder().stickFor(Duration.ofDays(2)).build())
                .hasMessage("stick-for must be from 0s to 24h: 48h");
    }

    @Test
    void fiveMistakesAreReportedAtOnceEachWithItsLine() {
        ConfigException mistakes = mistakes("""
                catalog: modern
                max-atempts: 30
                deadline: soon
                accounts:
                  - name: fast
                    provider: grok
                    key: ${GROQ_API_KEY}
                  - name: openai
                    key: ${MISSING_KEY}
                """);

        assertThat(mistakes.getMessage().lines())
                .containsExactly(
                        "sidestep.yaml:1: catalog: expected one of classic, current, found 'modern'",
                        "sidestep.yaml:2: max-atempts: unknown key 'max-atempts', did you mean 'max-attempts'?",
                        "sidestep.yaml:3: deadline: expected a duration such as 30s or 1h30m from 100ms to 24h, found 'soon'",
                        "sidestep.yaml:6: accounts[0].provider: unknown provider 'grok', did you mean 'groq'?",
                        "sidestep.yaml:9: accounts[1].key: environment variable MISSING_KEY is not set");
        assertThat(mistakes.mistakes()).extracting(Mistake::line).containsExactly(1, 2, 3, 6, 9);
    }

    @Test
    void whatIsMissingIsReportedAtWhatItBelongsTo() {
        assertThat(mistakes("""
                accounts:
                  - name: groq
                  - name: mistral
                    key: ${GROQ_API_KEY}
                  - name: groq
                    key: ${GROQ_API_KEY}
                  - key: ${GROQ_API_KEY}
                providers:
                  mine:
                    models: [a]
                """).getMessage().lines())
                .containsExactly(
                        "sidestep.yaml:2: accounts[0].key: an account at Groq needs a key, such as key: ${GROQ_API_KEY}",
                        "sidestep.yaml:3: accounts[1].models: no models of Mistral are known: list them, such as"
                                + " models: [model-id]",
                        "sidestep.yaml:5: accounts[2].name: account 'groq' is configured twice; name each differently",
                        "sidestep.yaml:7: accounts[3].name: an account needs a name that begins with its provider's,"
                                + " or a provider",
                        "sidestep.yaml:9: providers.mine.base-url: a provider that is not built in needs a base-url");
    }

    @Test
    void lastMistakesOfOneKindAreToldInWords() {
        assertMistake(
                "order: cheepest",
                "sidestep.yaml:1: order: expected one of cheapest, fastest, listed, found 'cheepest', did you mean"
                        + " 'cheapest'?");
        assertMistake(
                "accounts: []",
                "sidestep.yaml:1: accounts: expected at least one account; left out, they come"
                        + " from the environment");
        assertMistake(
                "routes: { auto: [gpt-4o] }",
                "sidestep.yaml:1: routes.auto: 'auto' stands for the catalogue's order" + " and cannot be a route");
        assertMistake("routes: { smart: [] }", "sidestep.yaml:1: routes.smart: a route needs at least one target");
        assertMistake(
                "max-cooldown: 1m",
                "sidestep.yaml:1: max-cooldown: max-cooldown must not be shorter than" + " default-cooldown");
        assertMistake(
                "wait-up-to:",
                "sidestep.yaml:1: wait-up-to: expected a duration such as 30s or 1h30m from 0s to 5m,"
                        + " found nothing");
        assertMistake(
                "providers: { groq: { fallbacks: [gork] } }",
                "sidestep.yaml:1: providers.groq.fallbacks[0]: unknown" + " provider 'gork', did you mean 'groq'?");
    }

    @Test
    void aServerOfOnesOwnNeedsOnlyAnAddressAndModels() {
        SidestepConfig config = read("""
                providers:
                  my-vllm:
                    display-name: My vLLM
                    base-url: http://localhost:8000/v1/
                    fallbacks: [groq-free, openai]
                    models:
                      - some-model
                      - { id: small, context-window: 8192, vision: false, input-price: 0, output-price: 0.1 }
                      - { id: vectors, embeddings: true }
                accounts:
                  - name: my-vllm
                """);

        ConfiguredAccount account = config.resolve().getFirst();

        assertThat(account.baseUrl()).isEqualTo(URI.create("http://localhost:8000/v1"));
        assertThat(account.key()).isEmpty();
        assertThat(account.account().provider().type()).isEqualTo("my-vllm");
        assertThat(account.account().provider().displayName()).isEqualTo("My vLLM");
        assertThat(account.account().provider().fallbacks()).containsExactly("groq", "openai");
        assertThat(account.account().models().get(0))
                .isEqualTo(Model.unknown("some-model")
                        .with(EnumSet.complementOf(EnumSet.of(
                                Feature.EMBEDDINGS, Feature.CITATIONS, Feature.RESPONSES_API, Feature.ANTHROPIC_API))));
        assertThat(account.account().models().get(1).contextWindowTokens()).isEqualTo(8192);
        assertThat(account.account().models().get(1).features())
                .contains(Feature.TOOLS)
                .doesNotContain(Feature.VISION);
        assertThat(account.account().models().get(2).features()).containsExactly(Feature.EMBEDDINGS);
    }

    @Test
    void anotherAddressKeepsTheRestOfABuiltInProvider() {
        SidestepConfig config = read("""
                providers:
                  groq: { base-url: "http://127.0.0.1:9999/v1" }
                accounts:
                  - name: groq-free
                """);

        ConfiguredAccount account = config.resolve().getFirst();

        assertThat(account.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:9999/v1"));
        assertThat(account.account().provider().displayName()).isEqualTo("Groq");
        assertThat(account.account().models()).isEqualTo(Catalogue.current().of("groq"));
    }

    @Test
    void priorityOrdersTheAccountsOfOneTypeInTheirPlaces() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq-a, key: "${GROQ_API_KEY}" }
                  - { name: openai, key: "${OPENAI_API_KEY}" }
                  - { name: groq-b, key: "${GROQ_API_KEY}", priority: 1 }
                """);

        assertThat(config.resolve())
                .extracting(account -> account.account().name())
                .containsExactly("groq-b", "openai", "groq-a");
    }

    @ParameterizedTest
    @CsvSource({
        "groq, OPENAI",
        "openai, OPENAI RESPONSES",
        "anthropic, ANTHROPIC",
        "gemini, GEMINI",
    })
    void aBuiltInProviderIsAskedInItsOwnWireFormat(String name, String wires) {
        SidestepConfig config = read("accounts: [{ name: " + name + ", key: \"${GROQ_API_KEY}\" }]");

        assertThat(config.resolve().getFirst().wires()).map(WireFormat::name).containsExactly(wires.split(" "));
    }

    @Test
    void anotherAddressMaySpeakAnotherWireFormat() {
        SidestepConfig config = read("""
                providers:
                  anthropic: { base-url: "http://127.0.0.1:9999/v1", wires: [openai] }
                accounts:
                  - name: anthropic
                """);

        ConfiguredAccount account = config.resolve().getFirst();

        assertThat(account.wires()).containsExactly(WireFormat.OPENAI);
        assertThat(account.account().models())
                .noneMatch(model -> model.features().contains(Feature.CITATIONS));
    }

    @Test
    void lossesThatAreAllowedAreFeatures() {
        SidestepConfig config =
                read("allow-losses: [stop, logit-bias]\naccounts: [{ name: groq, key: \"${GROQ_API_KEY}\" }]");

        assertThat(config.knobs().allowedLosses()).containsExactlyInAnyOrder(Feature.STOP, Feature.LOGIT_BIAS);
        assertThatThrownBy(() -> read("allow-losses: [chat]")).hasMessageContaining("allow-losses[0]");
    }

    @Test
    void imagesAreFetchedOnlyWhereThatIsWanted() {
        Knobs wanted = read("fetch-images: true\naccounts: [{ name: groq, key: \"${GROQ_API_KEY}\" }]")
                .knobs();

        assertThat(wanted.dispensable()).containsExactly(Feature.IMAGE_URLS);
        assertThat(Knobs.defaults().fetchesImages()).isFalse();
        assertThat(Knobs.defaults().dispensable()).isEmpty();
        assertThatThrownBy(() -> read("fetch-images: sometimes")).hasMessageContaining("fetch-images");
    }

    @Test
    void oddButUsableThingsAreWarnings() {
        SidestepConfig config = read("""
                accounts:
                  - name: groq
                    key: gsk_canary-literal
                    base-url: http://example.com/v1
                    models: [openai/gpt-oss-120]
                routes:
                  smart: [gpt-9]
                """);

        assertThat(config.warnings())
                .containsExactly(
                        "sidestep.yaml:3: accounts[0].key: the secret itself stands in the file; ${NAME} or ${file:/path}"
                                + " would keep it out",
                        "sidestep.yaml:4: accounts[0].base-url: the key travels unencrypted: base-url is http and not on"
                                + " this machine",
                        "sidestep.yaml:5: accounts[0].models: model 'openai/gpt-oss-120' is not in the catalogue, did you"
                                + " mean 'openai/gpt-oss-120b'?",
                        "sidestep.yaml:7: routes.smart[0]: no account is known to offer 'gpt-9'");
    }

    @Test
    void headersAreCheckedAndMayHoldReferences() {
        SidestepConfig config = read("""
                accounts:
                  - name: openai
                    key: ${OPENAI_API_KEY}
                    headers: { OpenAI-Organization: "org-${ORGANISATION}" }
                """);

        assertThat(config.resolve().getFirst().headers())
                .containsEntry("OpenAI-Organization", Secret.of("org-canary-org"));
        assertThat(mistakes("""
                accounts:
                  - name: openai
                    key: ${OPENAI_API_KEY}
                    headers:
                      Authorization: x
                      bad header: y
                      X-Break: "a\\r\\nb"
                """).mistakes())
                .extracting(Mistake::line, Mistake::path)
                .containsExactly(
                        tuple(5, "accounts[0].headers.Authorization"),
                        tuple(6, "accounts[0].headers.bad header"),
                        tuple(7, "accounts[0].headers.X-Break"));
    }

    @Test
    void withoutAccountsInTheFileTheyComeFromTheEnvironment() {
        SidestepConfig config = read("deadline: 10s");

        assertThat(config.accounts()).extracting(AccountConfig::name).containsExactly("groq", "openai");
    }

    @Test
    void theGatewaysSectionsAreLeftToIt() {
        SidestepConfig config = read("""
                gateway: { listen: "127.0.0.1:8080" }
                agents: { writer: { model: gpt-4o } }
                max-attempts: 3
                """);

        assertThat(config.knobs().failover().maxAttempts()).isEqualTo(3);
    }

    @Test
    void codeOffersTheSameAndIsCheckedTheSameWay() {
        SidestepConfig config = SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .account(AccountConfig.of("groq-free", Secret.of("gsk_canary")))
                .route("smart", List.of("llama-3.3-70b-versatile"))
                .knobs(Knobs.builder().maxAttempts(3).build())
                .build();

        assertThat(config.resolve()).hasSize(1);
        assertThatThrownBy(() -> SidestepConfig.builder()
                        .account(AccountConfig.of("grok", Secret.of("gsk_canary")))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "configuration: accounts[0].provider: unknown provider 'grok', did you mean 'groq'?");
        assertThatThrownBy(() -> Knobs.builder().maxAttempts(1001).build())
                .hasMessage("max-attempts must be from 1 to 1000: 1001");
    }

    @Test
    void noSecretIsEverPrinted() {
        SidestepConfig config = read("""
                accounts:
                  - { name: groq, key: "${GROQ_API_KEY}", headers: { X-Key: "canary-header" } }
                  - { name: openai, key: canary-literal }
                """);
        ConfigException mistakes = mistakes("""
                accounts:
                  - { name: gsk_canary, key: [canary], priority: gsk_canary }
                  - { name: groq, key: "${sk-canary}" }
                  - { name: openai, key: "canary\\u00e9" }
                  - gsk_canary
                """);

        assertThat(config + " " + config.resolve() + " " + config.warnings()).doesNotContain("canary");
        assertThat(mistakes.mistakes()).hasSize(6);
        assertThat(mistakes.getMessage()).doesNotContain("canary");
    }

    private static void assertMistake(String yaml, String message) {
        assertThat(mistakes(yaml)).hasMessage(message);
    }

    private static SidestepConfig read(String yaml) {
        return SidestepConfig.read("sidestep.yaml", yaml, KEYS);
    }

    private static ConfigException mistakes(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(yaml));
    }
}
