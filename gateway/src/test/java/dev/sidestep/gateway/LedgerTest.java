package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import dev.sidestep.store.ledger.AttemptRow;
import dev.sidestep.store.ledger.CallRow;
import dev.sidestep.store.ledger.TokenState;
import dev.sidestep.store.ledger.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens to a call, the ledger knows each of its attempts, and how well it knows them.
class LedgerTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Where FIRST = Where.model("groq", "a1");
    private static final String QUICK =
            "attempt-timeout: 300ms\nanswer-timeout: 300ms\nsame-target-retries: 0\ndeadline: 4s\n";

    private final Bench bench = Bench.start(QUICK, Bench.limits());

    /// Every call is over, and as many requests came to the providers as attempts left.
    @AfterEach
    void theBooksAgree() {
        bench.close();
    }

    private List<AttemptRow> attempts() {
        return bench.store().attempts();
    }

    private CallRow call() throws InterruptedException {
        assertThat(Bench.await(() -> bench.store().calls().stream().anyMatch(call -> !call.isOpen())))
                .isTrue();
        return bench.store().calls().getFirst();
    }

    @Test
    void answeredCallIsSettledWithTheProvidersCount() throws Exception {
        bench.post(CHAT, Bench.HELLO);

        CallRow call = call();
        AttemptRow only = attempts().getFirst();
        assertThat(List.of(
                        call.outcome(),
                        call.kind(),
                        call.wire(),
                        call.wanted(),
                        call.place().model()))
                .containsExactly("answered", "chat", "openai", "a1", "a1");
        assertThat(call.timing().firstContent()).isBetween(0L, call.timing().duration());
        assertThat(List.of(only.outcome(), only.move(), only.place().account()))
                .containsExactly("succeeded", "start", "groq");
        assertThat(only.tokenState()).isEqualTo(TokenState.SETTLED);
        assertThat(only.tokens().input()).isPositive();
        assertThat(only.tokens().output()).isPositive();
    }

    @Test
    void refusedAttemptTookNothing() throws Exception {
        bench.simulator().limited(FIRST, Dimension.TOKENS_PER_DAY, Duration.ofHours(1));

        bench.post(CHAT, Bench.HELLO);

        assertThat(call().sidestepped()).isTrue();
        assertThat(attempts()).extracting(AttemptRow::outcome).containsExactly("rate-limited", "succeeded");
        AttemptRow refused = attempts().getFirst();
        assertThat(refused.tokenState()).isEqualTo(TokenState.SETTLED);
        assertThat(refused.tokens()).isEqualTo(Tokens.NONE);
        assertThat(refused.cooledMillis()).isPositive();
        assertThat(attempts().getLast().move()).isEqualTo("model");
    }

    @Test
    void skippedTargetIsToldWithTheAttemptThatPassedItOver() throws Exception {
        bench.simulator().limited(FIRST, Dimension.TOKENS_PER_DAY, Duration.ofHours(1));
        bench.post(CHAT, Bench.HELLO);

        bench.post(CHAT, Bench.HELLO);

        assertThat(attempts()).hasSize(3);
        assertThat(attempts().getLast().skipped())
                .satisfiesExactly(skipped -> assertThat(skipped.target() + " " + skipped.why() + " " + skipped.detail())
                        .matches("groq/a1 cooling rate-limit for 3\\d{3}s"));
    }

    static List<Fault> failures() {
        return List.of(
                Fault.status(500),
                Fault.status(503),
                Fault.reset(),
                Fault.closeAfterHeaders(),
                Fault.silence(),
                Fault.raw("HTTP/1.1 999 \r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatMayHaveBeenAnsweredIsUnknownWithTheMostThatItMayHaveTaken(Fault fault) throws Exception {
        bench.simulator().inject(FIRST, fault);

        bench.post(CHAT, Bench.HELLO.replace("{\"model\"", "{\"max_tokens\":77,\"model\""));

        AttemptRow failed = attempts().getFirst();
        assertThat(failed.sent()).isTrue();
        assertThat(failed.tokenState()).isEqualTo(TokenState.UNKNOWN);
        assertThat(failed.tokens().input()).isPositive();
        assertThat(failed.tokens().output()).isEqualTo(77);
    }

    @Test
    void brokenStreamIsEstimated() throws Exception {
        bench.simulator().inject(FIRST, Fault.resetAfterContent(2));

        bench.post(CHAT, Bench.STREAMED);

        assertThat(call().outcome()).isEqualTo("broken");
        AttemptRow broken = attempts().getFirst();
        assertThat(broken.outcome()).isEqualTo("unreachable");
        assertThat(broken.tokenState()).isEqualTo(TokenState.ESTIMATED);
        assertThat(broken.tokens().output()).isPositive();
        assertThat(broken.timing().firstContent()).isNotNegative();
    }

    @Test
    void providerThatCannotBeReachedWasNeverSentAnything() throws Exception {
        try (Bench dead = Bench.start("", Bench.limits())) {
            dead.server().close();

            assertThat(dead.post(CHAT, Bench.HELLO).statusCode()).isEqualTo(502);

            assertThat(dead.store().attempts())
                    .isNotEmpty()
                    .allMatch(attempt -> attempt.outcome().equals("unreachable") && !attempt.sent())
                    .allMatch(attempt -> attempt.tokens().equals(Tokens.NONE));
            assertThat(dead.store().calls().getFirst().outcome()).isEqualTo("unavailable");
        }
    }

    @Test
    void clientThatLeavesBeforeTheAnswerLeavesAnUnknown() throws Exception {
        bench.simulator().inject(FIRST, Fault.silence());
        RawClient client = bench.connect().post(CHAT, Bench.HELLO);
        assertThat(bench.journal().awaitOpenRequests(1, Bench.SOON)).isTrue();

        client.close();

        assertThat(call().outcome()).isEqualTo("cancelled");
        assertThat(attempts().getFirst().outcome()).isEqualTo("cancelled");
        assertThat(attempts().getFirst().tokenState()).isEqualTo(TokenState.UNKNOWN);
    }

    @Test
    void clientThatLeavesAStreamLeavesAnEstimate() throws Exception {
        bench.simulator().inject(FIRST, Fault.stallAfterContent(1));
        RawClient client = bench.connect().post(CHAT, Bench.STREAMED);
        client.readUntil("\"delta\":{\"content\"");

        client.close();

        assertThat(call().outcome()).isEqualTo("cancelled");
        assertThat(attempts().getFirst().tokenState()).isEqualTo(TokenState.ESTIMATED);
    }

    @Test
    void callThatOnlyWaitedHasNoAttempts() throws Exception {
        bench.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(25));
        bench.post(CHAT, Bench.HELLO, "x-sidestep-deadline", "1s");
        int before = attempts().size();

        HttpResponse<String> answer = bench.post(CHAT, Bench.HELLO, "x-sidestep-deadline", "1s");

        CallRow last = bench.store().calls().getLast();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(attempts()).hasSize(before);
        assertThat(last.outcome()).isEqualTo("rate-limited");
        assertThat(last.skipped()).extracting(skipped -> skipped.why()).contains("cooling");
    }

    @Test
    void waitIsToldOfTheCallAndOfTheAttemptAfterIt() throws Exception {
        bench.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofMillis(900));

        bench.post(CHAT, Bench.HELLO);

        CallRow call = call();
        assertThat(call.outcome()).isEqualTo("answered");
        assertThat(call.timing().waited())
                .isPositive()
                .isLessThanOrEqualTo(call.timing().duration());
        assertThat(attempts().stream().mapToLong(row -> row.timing().waited()).sum())
                .isEqualTo(call.timing().waited());
    }

    @Test
    void unknownModelIsACallWithoutAttempts() throws Exception {
        bench.post(CHAT, Bench.HELLO.replace("a1", "no-such-model"));

        assertThat(call().outcome()).isEqualTo("unknown-model");
        assertThat(call().wanted()).isEqualTo("no-such-model");
        assertThat(attempts()).isEmpty();
    }

    @Test
    void closingEndsWhatIsUnderWayInTheBooksToo() throws Exception {
        bench.everywhere(Fault.silence());
        bench.connect().post(CHAT, Bench.HELLO);
        bench.connect().post(CHAT, Bench.STREAMED);
        assertThat(bench.journal().awaitOpenRequests(2, Bench.SOON)).isTrue();

        bench.gateway().close();

        assertThat(bench.store().calls()).extracting(CallRow::outcome).containsOnly("cancelled");
    }

    @Test
    void embeddingsTakeNoOutput() throws Exception {
        bench.simulator().inject(Where.anywhere(), Fault.status(500));

        bench.post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"Hello\"}");

        assertThat(call().kind()).isEqualTo("embeddings");
        assertThat(attempts()).isNotEmpty().allMatch(attempt -> attempt.tokens().output() == 0);
    }

    @Test
    void callerIsCalledByTheNameOfItsKey() throws Exception {
        String keys = """
                gateway:
                  listen: 127.0.0.1:0
                  api-keys: [{key: "first-key-of-the-test", name: team-a}, "second-key-of-the-test"]
                agents:
                  writer: {model: a1}
                """;
        try (Bench named = Bench.start(keys, Bench.limits())) {
            named.post(CHAT, Bench.HELLO, "authorization", "Bearer first-key-of-the-test");
            named.post(
                    "/api/v1/agents/writer/chat",
                    "{\"message\":\"Hello\"}",
                    "authorization",
                    "Bearer second-key-of-the-test");

            assertThat(named.store().calls())
                    .satisfiesExactly(
                            call -> assertThat(call.client() + " " + call.kind())
                                    .isEqualTo("team-a chat"),
                            call -> assertThat(call.client() + " " + call.kind())
                                    .matches("key-[0-9a-f]{8} agent"));
            assertThat(named.store().attempts())
                    .allMatch(attempt -> attempt.client().length() <= 12);
        }
    }

    @Test
    void nobodyInParticularHasNoName() throws Exception {
        bench.post(CHAT, Bench.HELLO);

        assertThat(call().client()).isEmpty();
    }

    /// Many calls at once, through everything that can go wrong: what is asserted is what holds of every ledger.
    @Test
    void booksAgreeAfterAStorm() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>(failures());
        faults.addAll(List.of(
                Fault.status(429),
                Fault.status(400),
                Fault.errorInside200(),
                Fault.resetAfterContent(2),
                Fault.errorAfterContent(1),
                Fault.emptyStream()));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            bench.simulator().inject(Where.anywhere(), faults.get(random.nextInt(faults.size())));
            clients.add(bench.connect().post(CHAT, random.nextBoolean() ? Bench.HELLO : Bench.STREAMED));
        }

        assertThat(Bench.await(() ->
                        bench.store().calls().size() == 120 && bench.gateway().openCalls() == 0))
                .as("seed %d", seed)
                .isTrue();

        assertThat(bench.store().attempts()).extracting(AttemptRow::tokenState).doesNotContain(TokenState.OPEN);
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void idsGrowWithTime() throws Exception {
        for (int i = 0; i < 5; i++) {
            bench.post(CHAT, Bench.HELLO);
        }

        assertThat(bench.store().calls()).hasSize(5).extracting(CallRow::id).isSorted();
        assertThat(bench.store().calls().stream()
                        .map(call -> call.timing().startedAt())
                        .toList())
                .isSorted();
    }
}
