package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChatTest {
    @Test
    void answerPassesWithTheNamesOfWhatHappened() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"object\":\"chat.completion\"", "\"model\":\"a1\"");
            assertThat(answer.headers().firstValue("x-sidestep-target")).hasValue("groq/a1");
            assertThat(answer.headers().firstValue("x-sidestep-attempts")).hasValue("1");
            assertThat(answer.headers().firstValue("x-sidestep-call")).isPresent();
            assertThat(answer.headers().firstValue("x-sidestep-trail")).isEmpty();
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        }
    }

    @Test
    void rateLimitIsSidesteppedAndTold() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.simulator()
                    .limited(Where.model("groq", "a1"), Dimension.TOKENS_PER_DAY, Duration.ofMillis(1_365_500));

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-sidestep-target")).hasValue("groq/a2");
            assertThat(answer.headers().firstValue("x-sidestep-attempts")).hasValue("2");
            assertThat(answer.headers().firstValue("x-sidestep-trail")).hasValue("groq/a1=rate-limited(1366s)");
            assertThat(bench.journal().count()).isEqualTo(2);
        }
    }

    @Test
    void everyAliasAnswers() throws Exception {
        try (Bench bench = Bench.start()) {
            for (String path : new String[] {"/chat/completions", "/openai/v1/chat/completions"}) {
                assertThat(bench.post(path, Bench.HELLO).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void streamPassesToItsEnd() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.STREAMED);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
            assertThat(answer.headers().firstValue("cache-control")).hasValue("no-cache");
            assertThat(answer.headers().firstValue("x-sidestep-target")).hasValue("groq/a1");
            assertThat(answer.body()).startsWith("data: {").endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void streamThatFailsBeforeItsContentComesFromElsewhere() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.simulator().inject(Where.model("groq", "a1"), Fault.errorAfterRole(), Integer.MAX_VALUE);

            HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.STREAMED);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-sidestep-target")).hasValue("groq/a2");
            assertThat(answer.body()).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void streamThatBreaksAfterItsContentEndsWithAnErrorAndWithoutDone() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            bench.simulator().inject(Where.model("groq", "a1"), Fault.resetAfterContent(2));

            String answer = client.post("/v1/chat/completions", Bench.STREAMED).readUntil(RawClient.LAST_CHUNK);

            assertThat(answer).contains("200 OK", "data: {\"error\":{", "\"code\":\"stream_broken\"");
            assertThat(answer).doesNotContain("[DONE]").endsWith("0\r\n\r\n");
        }
    }

    @Test
    void callsOfTheFormerVersionOfHttpAreAnsweredToo() throws Exception {
        try (Bench bench = Bench.start();
                RawClient client = bench.connect()) {
            String answer = client.send("POST /v1/chat/completions HTTP/1.0\r\ncontent-length: "
                            + Bench.STREAMED.length() + "\r\n\r\n" + Bench.STREAMED)
                    .readToEnd();

            assertThat(answer).contains("200 OK").contains("data: [DONE]");
        }
    }

    @Test
    @DisplayName("ask D12: a header of one attempt switches retry and fallback off for its call")
    void callBringsItsOwnKnobs() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.status(500));

            HttpResponse<String> answer =
                    bench.post("/v1/chat/completions", Bench.HELLO, "x-sidestep-max-attempts", "1");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.headers().firstValue("x-sidestep-attempts")).hasValue("1");
            assertThat(bench.journal().count()).isEqualTo(1);
        }
    }

    @Test
    void knobsThatCannotBeReadAreRefused() throws Exception {
        try (Bench bench = Bench.start()) {
            String[][] wrong = {
                {"x-sidestep-deadline", "-1"},
                {"x-sidestep-deadline", "NaN"},
                {"x-sidestep-deadline", "0s"},
                {"x-sidestep-deadline", "1e99"},
                {"x-sidestep-max-attempts", "0"},
                {"x-sidestep-max-attempts", "many"}
            };
            for (String[] header : wrong) {
                HttpResponse<String> answer = bench.post("/v1/chat/completions", Bench.HELLO, header);

                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains("invalid_header");
            }
            assertThat(bench.journal().count()).isZero();
        }
    }

    @Test
    void deadlineOfTheCallIsKept() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.everywhere(Fault.silence());

            HttpResponse<String> answer =
                    bench.post("/v1/chat/completions", Bench.HELLO, "x-sidestep-deadline", "200ms");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"bound\":\"deadline\"");
            assertThat(bench.journal().awaitOpenRequests(0, Bench.SOON)).isTrue();
        }
    }

    @Test
    void embeddingsPass() throws Exception {
        try (Bench bench = Bench.start()) {
            HttpResponse<String> answer =
                    bench.post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"Hello\"}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"embedding\"");
            assertThat(answer.headers().firstValue("x-sidestep-target")).hasValue("openai/text-embedding-3-small");
        }
    }

    @Test
    void credentialsOfTheCallerStayHere() throws Exception {
        try (Bench bench = Bench.start()) {
            bench.post("/v1/chat/completions", Bench.HELLO, "authorization", "Bearer theirs", "cookie", "a=b");

            assertThat(bench.journal().entries().getFirst().headers()).doesNotContainKeys("cookie", "x-forwarded-for");
            assertThat(bench.journal().entries().getFirst().toString()).doesNotContain("theirs");
        }
    }
}
