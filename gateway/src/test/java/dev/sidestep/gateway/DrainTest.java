package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static CompletableFuture<Void> drain(Bench bench, Duration limit) {
        return bench.gateway().drain(limit).toCompletableFuture();
    }

    @Test
    void streamUnderWayEndsInItsOwnTimeAndNothingNewBegins() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            bench.simulator().pace(new Pace(Duration.ZERO, 100, 100));
            client.post("/v1/chat/completions", Bench.STREAMED).readUntil("\"delta\":{\"content\"");

            CompletableFuture<Void> drained = drain(bench, Duration.ofSeconds(20));

            assertThat(Bench.await(() -> isRefused(bench))).isTrue();
            assertThat(client.readToEnd()).contains("data: [DONE]");
            assertThat(drained.orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(Bench.SOON);
            assertThat(bench.gateway().openCalls()).isZero();
        }
    }

    private static boolean isRefused(Bench bench) {
        try (RawClient another = bench.connect()) {
            return another.send("GET /health HTTP/1.1\r\nhost: x\r\n\r\n")
                    .readToEnd()
                    .isEmpty();
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void whatDoesNotEndIsEndedWithAnErrorAfterTheLimit() throws Exception {
        try (Bench bench = Bench.start();
                RawClient stream = bench.connect();
                RawClient silent = bench.connect()) {
            bench.simulator().inject(Where.model("groq", "a1"), Fault.stallAfterContent(1));
            stream.post("/v1/chat/completions", Bench.STREAMED).readUntil("\"delta\":{\"content\"");
            bench.everywhere(Fault.silence());
            silent.post("/v1/chat/completions", Bench.HELLO);
            assertThat(bench.journal().awaitOpenRequests(2, Bench.SOON)).isTrue();

            drain(bench, Duration.ofMillis(200));

            assertThat(stream.readToEnd()).contains("shutting_down").doesNotContain("[DONE]");
            assertThat(silent.readToEnd()).contains("HTTP/1.1 503", "retry-after: 1", "shutting_down");
            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
        }
    }

    @Test
    void closingEndsEverythingAtOnce() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            bench.everywhere(Fault.silence());
            client.post("/v1/chat/completions", Bench.HELLO);
            assertThat(bench.journal().awaitOpenRequests(1, Bench.SOON)).isTrue();

            bench.gateway().close();

            assertThat(client.readToEnd()).contains("shutting_down");
            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
            assertThatThrownBy(bench::connect).isInstanceOf(IOException.class);
        }
    }

    @Test
    void drainingGatewayIsNotReady() {
        try (Bench bench = Bench.start()) {
            assertThat(bench.gateway().isReady()).isTrue();

            drain(bench, Duration.ofSeconds(1)).join();

            assertThat(bench.gateway().isReady()).isFalse();
        }
    }
}
