package dev.sidestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.AccountQuotas;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Window;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Limits;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Limits that are known are kept: no request is sent that the provider would refuse.
class KnownLimitsTest {
    private static final String FIRST = "llama-3.3-70b-versatile";
    private static final String SECOND = "llama-3.3-70b-specdec";
    private static final int TOO_MANY_REQUESTS = 429;

    private SimulatorServer server;

    @BeforeEach
    void startProviders() {
        server = SimulatorServer.start(SimulatorSpec.standard(), 0);
        server.simulator().enforceLimits(true);
        server.simulator().pace(Pace.INSTANT);
    }

    @AfterEach
    void stopProviders() {
        server.close();
    }

    @Test
    @DisplayName("ask E5: what the headers of an answer tell keeps a large call from a target that would refuse it")
    void headers() {
        limits(FIRST, Limits.none().with(Dimension.TOKENS_PER_MINUTE, 3_000));
        limits(SECOND, Limits.none());
        try (Sidestep sidestep = sidestep(AccountQuotas.NONE, FIRST, SECOND)) {
            sidestep.chat(hello(1_000));
            ChatCompletion large = sidestep.chat(hello(2_900));

            assertThat(large.target()).isEqualTo("groq-free/" + SECOND);
            assertThat(server.journal().count("groq", FIRST)).isEqualTo(1);
            assertThat(refused()).isZero();
        }
    }

    @Test
    @DisplayName(
            "ask A12: a call larger than the limit goes elsewhere, cools nothing, and the limit is known from then on")
    void tooLarge() {
        limits(FIRST, Limits.none().with(Dimension.TOKENS_PER_MINUTE, 3_000));
        limits(SECOND, Limits.none());
        try (Sidestep sidestep = sidestep(AccountQuotas.NONE, FIRST, SECOND)) {
            assertThat(sidestep.chat(hello(5_000)).model()).isEqualTo(SECOND);
            assertThat(sidestep.chat(hello(5_000)).model()).isEqualTo(SECOND);
            assertThat(sidestep.chat(hello(100)).model()).isEqualTo(FIRST);

            assertThat(server.journal().count("groq", FIRST)).isEqualTo(2);
            assertThat(sidestep.status().totalCached()).isZero();
        }
    }

    @Test
    @DisplayName(
            "ask A12: what no limit is large enough for is refused with the largest limit known, and nothing is sent")
    void tooLargeForAll() {
        limits(FIRST, Limits.none().with(Dimension.TOKENS_PER_MINUTE, 3_000));
        limits(SECOND, Limits.none().with(Dimension.TOKENS_PER_MINUTE, 4_000));
        try (Sidestep sidestep = sidestep(AccountQuotas.NONE, FIRST, SECOND)) {
            assertThatThrownBy(() -> sidestep.chat(hello(5_000))).isInstanceOf(CallFailedException.class);
            server.journal().clear();
            CallFailedException failure =
                    catchThrowableOfType(CallFailedException.class, () -> sidestep.chat(hello(5_000)));

            assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(failure).hasMessageContaining("The largest limit known is 4000 tokens.");
            assertThat(server.journal().count()).isZero();
        }
    }

    @Test
    @DisplayName("configured limits are kept though the provider tells nothing, and the refusal says when to come back")
    void configured() {
        AccountQuotas threeADay = AccountQuotas.ofEachModel(List.of(new QuotaLimit(Unit.REQUESTS, Window.DAY, 3)));
        server.simulator().enforceLimits(false);
        try (Sidestep sidestep = sidestep(threeADay, FIRST, SECOND)) {
            for (int call = 0; call < 6; call++) {
                sidestep.chat(hello(10));
            }
            CallFailedException failure =
                    catchThrowableOfType(CallFailedException.class, () -> sidestep.chat(hello(10)));

            assertThat(server.journal().count("groq", FIRST)).isEqualTo(3);
            assertThat(server.journal().count("groq", SECOND)).isEqualTo(3);
            assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(failure.retryAfter())
                    .hasValueSatisfying(after -> assertThat(after).isBetween(Duration.ofHours(7), Duration.ofHours(8)));
        }
    }

    @Test
    @DisplayName("ask B19: where the soonest room fits the deadline the call waits for it, and no limit is met")
    void waits() {
        AccountQuotas perSecond = AccountQuotas.ofEachModel(List.of(new QuotaLimit(Unit.REQUESTS, Window.SECOND, 4)));
        server.simulator().enforceLimits(false);
        try (Sidestep sidestep = sidestep(perSecond, FIRST)) {
            long startedNanos = System.nanoTime();
            for (int call = 0; call < 6; call++) {
                sidestep.chat(hello(10));
            }

            assertThat(server.journal().count()).isEqualTo(6);
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isGreaterThan(Duration.ofMillis(450));
        }
    }

    private long refused() {
        return server.journal().count(entry -> entry.status() == TOO_MANY_REQUESTS);
    }

    private void limits(String model, Limits limits) {
        server.simulator().limits("groq", model, limits);
    }

    private static ChatRequest hello(int maxTokens) {
        return ChatRequest.of(FIRST).user("Hello").with("max_tokens", maxTokens);
    }

    private Sidestep sidestep(AccountQuotas quotas, String... models) {
        AccountConfig account = AccountConfig.builder("groq-free")
                .key(Secret.of("test-groq-free"))
                .baseUrl(server.baseUrl("groq"))
                .models(List.of(models))
                .quotas(quotas)
                .build();
        SidestepConfig config = SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .account(account)
                .build();
        return Sidestep.builder().config(config).build();
    }
}
