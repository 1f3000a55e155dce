package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
                + "\"}}";
    }

    @Test
    @DisplayName(
            "ask B18: when everything is limited, the 429 has the soonest end as Retry-After, and names each target")
    void everythingLimitedIs429WithATrueWait() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.simulator().limited(Where.anywhere(), Dimension.TOKENS_PER_DAY, Duration.ofSeconds(900));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO, "x-sidestep-deadline", "10s");

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            answer.headers().firstValue("retry-after").orElseThrow()))
                    .isBetween(880, 901);
            assertThat(answer.headers().firstValue("x-sidestep-attempts")).hasValue("3");
            assertThat(answer.headers().firstValue("x-sidestep-trail").orElseThrow())
                    .contains("groq/a1=rate-limited(", "openai/b1=rate-limited(");
            assertThat(answer.body())
                    .contains("\"type\":\"rate_limit_error\"", "\"code\":\"rate_limit_exceeded\"")
                    .contains("Rate limit reached on openai/b1", "\"reason\":\"rate-limited\"")
                    .contains("\"target\":\"groq/a1\",\"outcome\":\"rate-limited\"", "\"retry_after_seconds\":")
                    .contains("\"providers\":{\"groq\":0");
        }
    }

    @Test
    void brokenProvidersAre502() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.html(502));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("upstream_unavailable").doesNotContain("<html");
        }
    }

    @Test
    @DisplayName("ask B20: when every key is refused, the answer is a 502 that says so, and no 429")
    void refusedCredentialsAreNever401() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.json(401, error("Invalid API Key", "invalid_request_error", "invalid_api_key")));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"code\":\"upstream_credentials_exhausted\"");
            assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        }
    }

    @Test
    @DisplayName("ask B20: when no account has money, the answer is a 502 that says so, and no 429")
    void emptyAccountsAreNot429() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.json(
                    429, error("You exceeded your current quota", "insufficient_quota", "insufficient_quota")));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body())
                    .contains("\"code\":\"upstream_credentials_exhausted\"", "\"reason\":\"out-of-funds\"");
        }
    }

    @Test
    @DisplayName("ask A12: a call that no limit is large enough for is a 413 with the provider's numbers")
    void tooLargeIs413WithTheNumbers() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.json(
                    413,
                    error(
                            "Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000",
                            "tokens",
                            "rate_limit_exceeded")));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("\"code\":\"context_length_exceeded\"", "6000");
        }
    }

    @Test
    void unfitIs400() throws Exception {
        String noVision = """
                providers:
                  groq:
                    models: [{id: a1, vision: false}, {id: a2, vision: false}]
                  openai:
                    models: [{id: b1, vision: false}, {id: text-embedding-3-small, embeddings: true}]
                """;
        try (Bench bench = Bench.start(noVision, Bench.limits())) {
            HttpResponse<String> answer = bench.post(
                    "/v1/chat/completions",
                    "{\"model\":\"a1\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                            + "\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]}]}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"no_capable_model\"", "vision");
            assertThat(bench.journal().count()).isZero();
        }
    }

    @Test
    void unknownModelIs404() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> answer =
                    bench.post("/v1/chat/completions", Bench.HELLO.replace("\"a1\"", "\"nothing\""));

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("\"code\":\"model_not_found\"", "nothing");
        }
    }

    @Test
    void refusalOfTheRequestPassesAsItCame() throws Exception {
        String theirs = error("temperature must be at most 2", "invalid_request_error", "invalid_value");
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.json(400, theirs));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo(theirs);
            assertThat(bench.journal().count()).isEqualTo(1);
        }
    }

    @Test
    void invalidBodiesAreRefusedWithTheirPlace() throws Exception {
        try (Bench bench = Bench.start()) {
            String[] bodies = {"", "{", "[]", "nonsense", "{\"model\":\"a\\nb\",\"messages\":[]}", "{\"messages\":[]}"};
            for (String body : bodies) {
                HttpResponse<String> answer = bench.post("/v1/chat/completions", body);

                assertThat(answer.statusCode()).as(body).isEqualTo(400);
                assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"");
            }
            assertThat(bench.journal().count()).isZero();
        }
    }
}
