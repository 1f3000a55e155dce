package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.core.Price;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import dev.sidestep.store.ledger.AttemptRow;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a client is told of the cost of its call.
class CostTest {
    private static final String COST = "x-sidestep-cost";
    private static final Price FIRST_PRICE = new Price(new BigDecimal("0.59"), new BigDecimal("0.79"));

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    private static Optional<String> cost(HttpResponse<String> answer) {
        return answer.headers().firstValue(COST);
    }

    private static BigDecimal usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, 9);
    }

    private long recordedNanoUsd() {
        return world.store().attempts().stream()
                .map(AttemptRow::cost)
                .mapToLong(cost -> cost.nanoUsd())
                .sum();
    }

    @Test
    void wholeAnswerTellsWhatItsTokensCost() throws Exception {
        HttpResponse<String> answer = world.chat(hello(FIRST));

        JsonNode usage = new ObjectMapper().readTree(answer.body()).path("usage");
        long nanoUsd = FIRST_PRICE.nanoUsd(
                usage.path("prompt_tokens").asLong(),
                usage.path("completion_tokens").asLong());
        assertThat(new BigDecimal(cost(answer).orElseThrow())).isEqualByComparingTo(usd(nanoUsd));
        assertThat(recordedNanoUsd()).isEqualTo(nanoUsd).isPositive();
    }

    @Test
    void refusedAttemptCostsNothing() throws Exception {
        world.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, Duration.ofHours(1));

        assertThat(new BigDecimal(cost(world.chat(hello(FIRST))).orElseThrow()))
                .isEqualByComparingTo(usd(recordedNanoUsd()));
    }

    @Test
    void failureOfWhichNobodyKnowsWhatItTookIsMarkedAndNotAdded() throws Exception {
        world.simulator().inject(Where.model("groq", FIRST), Fault.status(500), 2);

        String cost = cost(world.chat(hello(FIRST))).orElseThrow();

        AttemptRow answered = world.store().attempts().getLast();
        assertThat(cost)
                .isEqualTo(usd(answered.cost().nanoUsd()).stripTrailingZeros().toPlainString() + "; estimated");
        assertThat(recordedNanoUsd()).isGreaterThan(answered.cost().nanoUsd());
    }

    @Test
    void streamTellsItBehindItsEnd() throws Exception {
        try (RawClient client = world.connect()) {
            String answer =
                    client.post("/v1/chat/completions", streamedHello(FIRST)).readUntil(COST + ": ");
            String cost = client.readUntil("\r\n").strip();

            assertThat(answer).contains("trailer: " + COST, "data: [DONE]").endsWith("0\r\n" + COST + ": ");
            assertThat(new BigDecimal(cost.replace("; estimated", ""))).isEqualByComparingTo(usd(recordedNanoUsd()));
            assertThat(recordedNanoUsd()).isPositive();
        }
    }

    @Test
    void olderHttpHasNoPlaceForTrailers() throws Exception {
        String body = streamedHello(FIRST);
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.length() + "\r\n\r\n" + body);

            assertThat(client.readToEnd()).contains("[DONE]").doesNotContain(COST);
        }
    }

    @Test
    void whatHasNoPriceIsNotCalledFree() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(cost(answer)).isEmpty();
            assertThat(bench.store().attempts().getFirst().cost().knownPrice()).isNull();
        }
    }
}
