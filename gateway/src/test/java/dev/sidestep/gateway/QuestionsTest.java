package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Where;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static Bench limited() throws Exception {
        Bench bench = Bench.start("routes:\n  smart: [b1, a2]\n", Bench.limits());
        bench.simulator().limited(Where.model("groq", "a1"), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(780));
        bench.post("/v1/chat/completions", Bench.HELLO);
        return bench;
    }

    @Test
    void statusTellsWhatCoolsAndWhatIsAvailable() throws Exception {
        try (Bench bench = limited()) {
            String status = bench.get("/api/v1/rate-limit-status").body();

            assertThat(status)
                    .startsWith("{\"total_cached\":1,\"by_provider\":{\"groq\":1},"
                            + "\"available_models\":{\"groq\":1,\"openai\":1},\"entries\":[{\"key\":\"groq_a1\","
                            + "\"cooldown_until\":\"")
                    .containsPattern("\"cooldown_until\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\"")
                    .containsPattern("\"remaining_seconds\":7(79|80|81),\"provider\":\"groq\"")
                    .contains("\"kind\":\"rate-limit\",\"level\":0,\"reason\":\"");
        }
    }

    @Test
    void oneCooldownIsClearedByItsKey() throws Exception {
        try (Bench bench = limited()) {
            assertThat(bench.send("DELETE", "/api/v1/rate-limit-status?key=groq_a2", "")
                            .body())
                    .isEqualTo("{\"cleared\":0}");
            assertThat(bench.send("DELETE", "/api/v1/rate-limit-status?expired=true", "")
                            .body())
                    .isEqualTo("{\"cleared\":0}");
            assertThat(bench.send("DELETE", "/api/v1/rate-limit-status?key=groq_a1", "")
                            .body())
                    .isEqualTo("{\"cleared\":1}");
        }
    }

    @Test
    void everyCooldownIsClearedButNeverByMistake() throws Exception {
        try (Bench bench = limited()) {
            assertThat(bench.send("DELETE", "/api/v1/rate-limit-status?kee=groq_a1", "")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(bench.send("DELETE", "/api/v1/rate-limit-status", "").body())
                    .isEqualTo("{\"cleared\":1}");
        }
    }

    @Test
    void explainTellsThePlanAndWhyOthersAreSkipped() throws Exception {
        try (Bench bench = limited()) {
            int before = bench.journal().count();

            String plan = bench.post("/api/v1/explain", Bench.HELLO).body();

            assertThat(plan)
                    .contains("\"order\":[{\"target\":\"groq/a2\"")
                    .contains("{\"target\":\"groq/a1\",\"account\":\"groq\",\"provider\":\"groq\",\"model\":\"a1\","
                            + "\"why\":\"cooling\",\"kind\":\"rate-limit\",\"remaining_seconds\":7")
                    .contains("\"target\":\"openai/text-embedding-3-small\"", "\"why\":\"unfit\"");
            assertThat(bench.post("/api/v1/explain", Bench.HELLO.replace("\"a1\"", "\"smart\""))
                            .body())
                    .contains("\"place\":1,\"because\":\"listed-by-the-route\"");
            assertThat(bench.journal().count()).isEqualTo(before);
        }
    }

    @Test
    void modelsListWhatCanBeAskedFor() throws Exception {
        try (Bench bench = limited()) {
            String models = bench.get("/v1/models").body();

            assertThat(models)
                    .startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"auto\",\"object\":\"model\",\"created\":")
                    .contains("\"id\":\"smart\"", "\"id\":\"b1\"", "\"owned_by\":\"openai\",\"available\":true")
                    .contains("\"owned_by\":\"groq\",\"available\":false");
            assertThat(bench.get("/v1/models/a1").body()).contains("\"id\":\"a1\"");
            assertThat(bench.get("/v1/models/groq%2Fa1").body()).contains("\"id\":\"groq/a1\"");
            assertThat(bench.get("/v1/models/groq/a1").body()).contains("\"id\":\"groq/a1\"");
            assertThat(bench.get("/v1/models/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void metricsCountCallsAttemptsAndFailovers() throws Exception {
        try (Bench bench = limited()) {
            HttpResponse<String> metrics = bench.get("/metrics");

            assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain");
            assertThat(metrics.body())
                    .contains("sidestep_calls_total{endpoint=\"chat\",outcome=\"answered\",provider=\"groq\"} 1.0")
                    .contains(
                            "sidestep_attempts_total{account=\"groq\",model=\"a1\",outcome=\"rate-limited\",provider=\"groq\"} 1.0")
                    .contains(
                            "sidestep_attempts_total{account=\"groq\",model=\"a2\",outcome=\"succeeded\",provider=\"groq\"} 1.0")
                    .contains("sidestep_failovers_total{move=\"model\"} 1.0")
                    .contains("sidestep_cooldowns_running{kind=\"rate-limit\"} 1.0")
                    .contains("sidestep_first_content_seconds_count{provider=\"groq\"} 1")
                    .contains("sidestep_added_seconds_count 1", "sidestep_calls_in_flight 0.0");
        }
    }

    @Test
    void whatClientsWriteMakesNoSeries() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.post("/v1/chat/completions", Bench.HELLO.replace("\"a1\"", "\"made-up-name\""));

            assertThat(bench.get("/metrics").body())
                    .contains("outcome=\"unknown-model\"")
                    .doesNotContain("made-up-name");
        }
    }

    @Test
    void healthIsUpAndReady() throws Exception {
        try (Bench bench = Bench.start()) {
            assertThat(bench.get("/health").body()).startsWith("{\"status\":\"up\"");
            assertThat(bench.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(bench.get("/").body()).contains("POST /v1/chat/completions");
        }
    }
}
