package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The live feed over HTTP.
class LiveTest {
    private static final String LOOK = "GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

    @Test
    void callIsSeenWhereSomebodyLooks() throws Exception {
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            String beginning = viewer.send(LOOK).readUntil("event: tick");
            assertThat(beginning)
                    .contains("200 OK", "content-type: text/event-stream", "event: hello", "event: targets", "groq/a1");

            bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(viewer.readUntil("\"outcome\":\"answered\"")).contains("\"wanted\":\"a1\"");
        }
    }

    @Test
    void endOfTheGatewayEndsTheStreamInOrder() throws Exception {
        try (Bench bench = Bench.start();
                RawClient viewer = bench.connect()) {
            viewer.send(LOOK).readUntil("event: targets");

            bench.gateway().drain(Duration.ofSeconds(10)).toCompletableFuture().get();

            assertThat(viewer.readToEnd()).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void onlyLookingIsPossible() throws Exception {
        try (Bench bench = Bench.start()) {
            assertThat(bench.send("HEAD", "/api/v1/live", "").statusCode()).isEqualTo(200);
            assertThat(bench.send("POST", "/api/v1/live", "{}").statusCode()).isEqualTo(405);
        }
    }
}
