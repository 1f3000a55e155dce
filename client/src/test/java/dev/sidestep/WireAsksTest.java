package dev.sidestep;

import static dev.sidestep.TwoTargets.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What users ask of the requests that reach providers.
class WireAsksTest {
    @RegisterExtension
    private final TwoTargets targets = new TwoTargets();

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("reset", Fault.reset()),
                Arguments.of("closed", Fault.close()),
                Arguments.of("closed after the headers", Fault.closeAfterHeaders()),
                Arguments.of("429", Fault.status(429)),
                Arguments.of("429 for a moment", waiting("0.2")),
                Arguments.of("500", Fault.status(500)),
                Arguments.of("503", Fault.status(503)));
    }

    @ParameterizedTest(name = "ask A17: {0}")
    @MethodSource("faults")
    @DisplayName("ask A17: with three entries of two types in one list, no caller sees that the first one is dead")
    void chain(String what, Fault fault) {
        targets.server().simulator().inject(Where.model("groq", FIRST), fault);
        SidestepConfig config = SidestepConfig.read(
                "sidestep.yaml",
                """
                catalog: classic
                accounts:
                  - { name: groq, key: test-groq, base-url: "%s" }
                  - { name: openai, key: test-openai, base-url: "%s" }
                routes:
                  chain: [groq/llama-3.3-70b-versatile, openai/gpt-4o, groq/llama-3.1-8b-instant]
                """.formatted(targets.server().baseUrl("groq"), targets.server().baseUrl("openai")),
                Map.of());

        try (Sidestep sidestep = Sidestep.builder().config(config).build()) {
            for (int call = 0; call < 20; call++) {
                ChatCompletion answer = sidestep.chat(ChatRequest.of("chain").user("Hello"));

                assertThat(answer.target()).as(what).isEqualTo("openai/gpt-4o");
            }
        }
    }

    @ParameterizedTest(name = "ask D5: {0}")
    @MethodSource("faults")
    @DisplayName("ask D5: as many requests reach providers as the call has attempts")
    void oneRetryLoop(String what, Fault fault) throws Exception {
        targets.faulty(fault);

        ChatCompletion answer = targets.chat();

        assertThat(answer.attempts()).as(what).hasSizeBetween(2, 3);
        assertThat(targets.journal().count())
                .as(what)
                .isEqualTo(answer.attempts().size());
        targets.assertNothingOpen();
    }

    @ParameterizedTest(name = "ask D5: {0}")
    @MethodSource("faults")
    @DisplayName("ask D5: a call that fails everywhere has as many attempts as requests were sent")
    void oneRetryLoopOfAFailure(String what, Fault fault) throws Exception {
        targets.server().simulator().inject(Where.anywhere(), fault);

        CallFailedException failure = catchThrowableOfType(
                CallFailedException.class,
                () -> targets.sidestep()
                        .chat(ChatRequest.of(FIRST).user("Hello").deadline(TwoTargets.SHORT)));

        assertThat(failure.attempts()).as(what).isNotEmpty();
        assertThat(targets.journal().count())
                .as(what)
                .isEqualTo(failure.attempts().size());
        targets.assertNothingOpen();
    }

    @Test
    @DisplayName("ask D12: one attempt for a call switches retry and fallback off for it alone")
    void oneAttempt() {
        targets.faulty(Fault.status(500), 1);

        CallFailedException failure = catchThrowableOfType(
                CallFailedException.class,
                () -> targets.sidestep()
                        .chat(ChatRequest.of(FIRST).user("Hello").maxAttempts(1)));

        assertThat(failure.bound()).isEqualTo(Bound.MAX_ATTEMPTS);
        assertThat(targets.journal().count()).isEqualTo(1);
        targets.faulty(Fault.status(500), 1);
        assertThat(targets.chat().attempts()).hasSize(2);
    }

    @Test
    @DisplayName(
            "ask A6: an account that has money again next month gets no request of the next call, for a day at most")
    void outOfFunds() {
        // By the provider's own date, which the simulator takes from this machine.
        LocalDate back = LocalDate.now(ZoneOffset.UTC).plusDays(9);
        targets.faulty(Fault.json(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":"
                        + "\"You have reached your specified API usage limits. You will regain access on "
                        + back + ".\"}}"));

        targets.chat();
        targets.chat();

        assertThat(targets.requestsToFirst()).isEqualTo(1);
        assertThat(targets.requestsToSecond()).isEqualTo(2);
        assertThat(targets.sidestep().status().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("out-of-funds");
            assertThat(entry.remainingSeconds())
                    .isBetween(86_000L, Duration.ofHours(24).toSeconds());
        });
    }

    @Test
    @DisplayName("ask A13: a wait of 9m38.016s in words is another target's answer, or one 429 with 579 s")
    void minutesAndSeconds() {
        AtomicLong nowNanos = new AtomicLong();
        targets.counting(nowNanos::get).with(Knobs.builder());
        Fault limited = Fault.json(
                429,
                "{\"error\":{\"message\":\"Rate limit reached on tokens per day (TPD): Limit 100000, Used 99000, "
                        + "Requested 1670. Please try again in 9m38.016s.\",\"type\":\"tokens\","
                        + "\"code\":\"rate_limit_exceeded\"}}");
        targets.faulty(limited);

        assertThat(targets.chat().target()).isEqualTo("openai/" + TwoTargets.SECOND);
        targets.server().simulator().inject(Where.anywhere(), limited);
        CallFailedException failure = catchThrowableOfType(CallFailedException.class, targets::chat);

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(579));
        assertThat(targets.requestsToFirst()).isEqualTo(1);
    }

    @Test
    @DisplayName("ask B7: a failed attempt cools its target though every listener breaks")
    void brokenListener() {
        targets.faulty(waiting("77"));

        try (Sidestep sidestep = targets.another(_ -> {
            throw new IllegalStateException("nobody can log this");
        })) {
            sidestep.chat(ChatRequest.of(FIRST).user("Hello"));
            sidestep.chat(ChatRequest.of(FIRST).user("Hello"));
        }

        assertThat(targets.requestsToFirst()).isEqualTo(1);
    }

    @Test
    @DisplayName("ask D2: a request that cannot be read is refused without an attempt, and cools nothing")
    void localErrors() {
        for (String body : List.of("", "{", "[]", "{\"messages\":[]}", "{\"model\":\"nobody\",\"messages\":[]}")) {
            assertThat(catchThrowableOfType(
                            RuntimeException.class, () -> targets.sidestep().chat(ChatRequest.ofJson(body))))
                    .as(body)
                    .isNotNull();
        }

        assertThat(targets.journal().count()).isZero();
        targets.assertNothingCools();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 3_600, -30, 30})
    @DisplayName("fault 66: a wall clock that jumps neither shortens nor lengthens a cooldown")
    void jumpingClock(long jumpSeconds) {
        AtomicLong nowNanos = new AtomicLong();
        AtomicLong wallSeconds =
                new AtomicLong(Instant.parse("2026-11-21T12:00:00Z").getEpochSecond());
        targets.counting(nowNanos::get, () -> Instant.ofEpochSecond(wallSeconds.get()))
                .with(Knobs.builder())
                .faulty(waiting("60"), 1);
        targets.chat();

        wallSeconds.addAndGet(jumpSeconds);
        nowNanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(targets.chat().model()).isEqualTo(TwoTargets.SECOND);
        assertThat(targets.sidestep().status().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.remainingSeconds()).isEqualTo(1));
        nowNanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(targets.chat().model()).isEqualTo(FIRST);
    }

    @Test
    @DisplayName("fault 66: after a pause of 30 s a shorter cooldown is over, and a longer one has 30 s less")
    void pause() {
        AtomicLong nowNanos = new AtomicLong();
        targets.counting(nowNanos::get).with(Knobs.builder()).faulty(waiting("50"), 1);
        targets.chat();

        nowNanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(targets.sidestep().status().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.remainingSeconds()).isEqualTo(20));
        nowNanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(targets.chat().model()).isEqualTo(FIRST);
    }

    /// A rate limit that names this wait.
    private static Fault waiting(String seconds) {
        return new Fault.Answer(
                429,
                Map.of("content-type", "application/json", "retry-after", seconds),
                "{}".getBytes(StandardCharsets.UTF_8));
    }
}
