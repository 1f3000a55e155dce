package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TryingOutTest {
    private static final String PATH = "/api/v1/try/chat/completions";

    @Test
    void whatIsTriedOutIsAnsweredAsAnyCallAndRecordedAsTheDashboards() throws Exception {
        try (Bench bench = Bench.start()) {
            var tried = bench.post(PATH, Bench.HELLO);
            var called = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(tried.statusCode()).isEqualTo(200);
            assertThat(tried.headers().map().keySet())
                    .containsAll(called.headers().map().keySet());
            assertThat(bench.store().calls())
                    .anySatisfy(call -> assertThat(call.client()).isEqualTo("dashboard"))
                    .anySatisfy(call -> assertThat(call.client()).isEmpty());
        }
    }

    @Test
    void streamThatIsTriedOutStaysInNoCache() throws Exception {
        try (Bench bench = Bench.start()) {
            var answer = bench.post(PATH, Bench.STREAMED);

            assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void realProvidersAreNotTroubled() throws Exception {
        try (Bench bench = Bench.start()) {
            var answer = bench.get("/api/v1/simulation");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("no_simulation", "serve --simulate");
        }
    }
}
