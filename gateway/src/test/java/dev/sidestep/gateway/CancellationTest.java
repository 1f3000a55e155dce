package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A client that leaves takes its call along, whatever that is doing.
class CancellationTest {
    private static final int MANY = 50;

    @Test
    void clientsThatLeaveASilentProviderLeaveNothingOpen() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.silence());
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                clients.add(bench.connect().post("/v1/chat/completions", i % 2 == 0 ? Bench.HELLO : Bench.STREAMED));
            }
            assertThat(bench.journal().awaitOpenRequests(MANY, Bench.SOON)).isTrue();

            for (RawClient client : clients) {
                client.close();
            }

            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
            assertThat(Bench.await(() -> bench.gateway().openCalls() == 0)).isTrue();
            assertThat(bench.journal().count()).isEqualTo(MANY);
            assertThat(bench.get("/metrics").body())
                    .contains("sidestep_calls_total{endpoint=\"chat\",outcome=\"cancelled\",provider=\"none\"} 50.0");
        }
    }

    @Test
    void clientThatLeavesAStreamEndsItThere() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.stallAfterContent(2));
            RawClient client = bench.connect();
            client.post("/v1/chat/completions", Bench.STREAMED).readUntil("\"delta\":{\"content\"");

            client.close();

            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
            assertThat(Bench.await(() -> bench.gateway().openCalls() == 0)).isTrue();
        }
    }

    @Test
    void clientThatLeavesWhileItsCallWaitsFreesItsPlace() throws Exception {
        try (Bench bench = Bench.start("wait-up-to: 30s\n", Bench.limits())) {
            bench.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(25));
            RawClient client = bench.connect().post("/v1/chat/completions", Bench.HELLO);
            assertThat(Bench.await(() -> bench.gateway().dispatcher().waiting() == 1))
                    .isTrue();

            client.close();

            assertThat(Bench.await(() -> bench.gateway().dispatcher().waiting() == 0))
                    .isTrue();
            assertThat(bench.gateway().openCalls()).isZero();
        }
    }

    @Test
    void slowReaderHoldsTheProviderBackAndGetsEveryByte() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            bench.simulator().pace(new Pace(Duration.ZERO, 0, 60_000));

            client.post("/v1/chat/completions", Bench.STREAMED).readUntil("\r\n\r\n");

            // The answer is many times larger than every buffer on its way, so it cannot be through.
            assertThat(bench.journal().openRequests()).isEqualTo(1);
            assertThat(client.readUntil("data: [DONE]")).contains("\"finish_reason\":\"stop\"");
            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
        }
    }

    @Test
    void readerThatTakesNothingIsLetGo() throws Exception {
        Limits standard = Bench.limits();
        Limits impatient = new Limits(
                standard.bodyTime(),
                standard.idleTime(),
                standard.firstRequestTime(),
                Duration.ofMillis(200),
                standard.lingerTime(),
                standard.mostConnections(),
                standard.mostBufferedBytes());
        try (Bench bench = Bench.start("", impatient);
                RawClient client = bench.connect()) {
            bench.simulator().pace(new Pace(Duration.ZERO, 0, 60_000));

            client.post("/v1/chat/completions", Bench.STREAMED);

            assertThat(bench.journal().await(journal -> journal.count() == 1, Bench.SOON))
                    .isTrue();
            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
            assertThat(Bench.await(() -> bench.gateway().openCalls() == 0)).isTrue();
        }
    }
}
