package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The scenarios of the specification, with the requests counted at the simulated providers.
class SidestepTest {
    private static final String FIRST = "llama-3.3-70b-versatile";
    private static final String SECOND = "llama-3.3-70b-specdec";
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final AtomicLong nowNanos = new AtomicLong();
    private SimulatorServer server;

    @BeforeEach
    void startProviders() {
        server = SimulatorServer.start(SimulatorSpec.standard(), 0);
        server.simulator().enforceLimits(false);
    }

    @AfterEach
    void stopProviders() {
        server.close();
    }

    @Test
    void aLimitIsSteppedAroundWithOneMoreRequest() {
        providers().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));

        try (Sidestep sidestep = sidestep("groq-free")) {
            ChatCompletion answer = sidestep.chat(ChatRequest.of(FIRST).user("Hello"));

            assertThat(answer.target()).isEqualTo("groq-free/" + SECOND);
            assertThat(answer.attempts()).hasSize(2);
            assertThat(server.journal().count()).isEqualTo(2);
        }
    }

    @Test
    void afterSeventeenLimitedModelsTheOtherProviderAnswersTheEighteenthRequest() {
        providers().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));

        try (Sidestep sidestep = sidestep("groq-free", "openai")) {
            ChatCompletion answer = sidestep.chat(ChatRequest.of("auto").user("Hello"));

            assertThat(answer.target()).isEqualTo("openai/gpt-4o");
            assertThat(server.journal().count()).isEqualTo(18);
        }
    }

    @Test
    void aCoolingModelGetsNoRequest() {
        providers().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));

        try (Sidestep sidestep = sidestep("groq-free")) {
            sidestep.chat(ChatRequest.of(FIRST).user("Hello"));
            server.journal().clear();
            ChatCompletion answer = sidestep.chat(ChatRequest.of(FIRST).user("Hello"));

            assertThat(answer.model()).isEqualTo(SECOND);
            assertThat(server.journal().count("groq", FIRST)).isZero();
            assertThat(server.journal().count()).isEqualTo(1);
        }
    }

    @Test
    void aModelIsAskedAgainOnceItsWaitIsOver() {
        providers().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_MINUTE, MINUTE);

        try (Sidestep sidestep = sidestep("groq-free")) {
            sidestep.chat(ChatRequest.of(FIRST).user("Hello"));
            providers().clearLimited();
            nowNanos.addAndGet(Duration.ofSeconds(59).toNanos());
            ChatCompletion before = sidestep.chat(ChatRequest.of(FIRST).user("Hello"));
            nowNanos.addAndGet(Duration.ofSeconds(6).toNanos());
            ChatCompletion after = sidestep.chat(ChatRequest.of(FIRST).user("Hello"));

            assertThat(before.model()).isEqualTo(SECOND);
            assertThat(after.model()).isEqualTo(FIRST);
        }
    }

    @Test
    void withTwoAttemptsPerProviderTheThirdGoesElsewhere() {
        providers().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));
        Knobs knobs = Knobs.builder().attemptsPerProvider(2).build();

        try (Sidestep sidestep = sidestep(knobs, "groq-free", "openai")) {
            ChatCompletion answer = sidestep.chat(ChatRequest.of("auto").user("Hello"));

            assertThat(answer.target()).isEqualTo("openai/gpt-4o");
            assertThat(server.journal().count()).isEqualTo(3);
        }
    }

    @Test
    void whenNothingIsLeftTheFailureSaysWhatAndWhen() {
        providers().limited(Where.provider("groq"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(900));

        try (Sidestep sidestep = sidestepWith(account("groq-free").models(List.of(FIRST, SECOND)))) {
            CallFailedException failure = catchThrowableOfType(
                    CallFailedException.class,
                    () -> sidestep.chat(ChatRequest.of("auto").user("Hello")));

            assertThat(failure).hasMessage("""
                    ⚠️ Rate limit reached on groq/llama-3.3-70b-specdec. Provider requests waiting 15 minutes.

                    Available models status:
                      • Groq: 0 models available

                    💡 All known models are currently rate-limited. Please try again later or add additional API keys.
                    🛑 Rate limit on all available providers and models (tried 1 provider(s), 2 model(s))
                    💡 Tip: Configure additional providers (OpenAI, Gemini, Anthropic) in your settings for automatic failover
                    📊 Current providers configured: groq-free""");
            assertThat(failure.attempts()).hasSize(2);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(900));
        }
    }

    @Test
    void anotherAccountOfTheSameTypeComesWhenNoOtherTypeIsConfigured() {
        String free = accountAtProvider("groq-free");
        providers().limited(Where.provider("groq").from(free), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(1366));

        try (Sidestep sidestep = sidestepWith(
                account("groq-free").models(List.of(FIRST, SECOND)),
                account("groq-paid").models(List.of(FIRST)))) {
            ChatCompletion answer = sidestep.chat(ChatRequest.of("auto").user("Hello"));

            assertThat(answer.target()).isEqualTo("groq-paid/" + FIRST);
            assertThat(server.journal().count()).isEqualTo(3);
        }
    }

    /// What the simulator calls an account of ours: it knows keys, not our names.
    private String accountAtProvider(String name) {
        try (Sidestep sidestep = sidestep(name)) {
            sidestep.chat(ChatRequest.of(FIRST).user("Who am I?"));
        }
        String account = server.journal().entries().getLast().account();
        server.journal().clear();
        return account;
    }

    private Simulator providers() {
        return server.simulator();
    }

    private Sidestep sidestep(String... accounts) {
        return sidestep(Knobs.defaults(), accounts);
    }

    private Sidestep sidestep(Knobs knobs, String... accounts) {
        SidestepConfig.Builder config =
                SidestepConfig.builder().catalogue(Catalogue.classic()).knobs(knobs);
        for (String name : accounts) {
            config.account(account(name).build());
        }
        return sidestep(config.build());
    }

    private Sidestep sidestepWith(AccountConfig.Builder... accounts) {
        SidestepConfig.Builder config = SidestepConfig.builder().catalogue(Catalogue.classic());
        for (AccountConfig.Builder account : accounts) {
            config.account(account.build());
        }
        return sidestep(config.build());
    }

    private Sidestep sidestep(SidestepConfig config) {
        return Sidestep.builder()
                .config(config)
                .clocks(nowNanos::get, InstantSource.system())
                .build();
    }

    private AccountConfig.Builder account(String name) {
        String provider = name.startsWith("groq") ? "groq" : name;
        return AccountConfig.builder(name).key(Secret.of("test-" + name)).baseUrl(server.baseUrl(provider));
    }
}
