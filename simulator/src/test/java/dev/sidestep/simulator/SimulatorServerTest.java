package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {
    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSpec.standard().toBuilder().pace(Pace.INSTANT).build(), 0);
    private final Wire groq = new Wire(server.baseUrl("groq"), "secret-key");
    private final Wire openai = new Wire(server.baseUrl("openai"), "secret-key");

    @AfterEach
    void stop() {
        groq.close();
        openai.close();
        server.close();
    }

    @Test
    void answersNameTheModelAndEchoTheQuestion() throws Exception {
        var response = openai.chat(Wire.hello("gpt-4o"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("This is gpt-4o at openai, simulated. You said: Hello there");
        assertThat(response.headers().firstValue("x-ratelimit-limit-requests")).hasValue("500");
        assertThat(response.headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("499");
        assertThat(response.headers().firstValue("x-ratelimit-reset-requests")).hasValue("120ms");
    }

    @Test
    void streamsBeginWithTheRoleAndEndWithDone() throws Exception {
        var response = groq.chat(Wire.streamedHello("llama-3.1-8b-instant"));

        var events = response.body().split("\n\n");
        assertThat(events[0]).startsWith("data: {").contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(events[1]).contains("\"delta\":{\"content\":\"This \"}");
        assertThat(events[events.length - 2]).contains("\"finish_reason\":\"stop\"");
        assertThat(events[events.length - 1]).isEqualTo("data: [DONE]");
        assertThat(response.body()).doesNotContain("\"error\"");
    }

    @Test
    void declaredLimitIsToldInGroqsWords() throws Exception {
        server.simulator()
                .limited(
                        Where.model("groq", "llama-3.3-70b-versatile"),
                        Dimension.TOKENS_PER_DAY,
                        Duration.ofSeconds(1366));

        var response = groq.chat(Wire.hello("llama-3.3-70b-versatile"));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1366");
        assertThat(response.body())
                .contains("Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_key-")
                .contains("` service tier `on_demand` on tokens per day (TPD): Limit 100000, Used ")
                .contains("Please try again in 22m46s. Need more tokens?")
                .endsWith("\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}");
    }

    @Test
    void journalCountsPerModelAndHidesTheKey() throws Exception {
        groq.chat(Wire.hello("gemma2-9b-it"));
        groq.chat(Wire.hello("gemma2-9b-it"));
        openai.chat(Wire.hello("gpt-4o"));

        assertThat(server.journal().count("groq", "gemma2-9b-it")).isEqualTo(2);
        assertThat(server.journal().count("openai", "gpt-4o")).isEqualTo(1);
        assertThat(server.journal().awaitOpenRequests(0, Duration.ofSeconds(5))).isTrue();
        assertThat(server.journal().entries().getFirst().bodyText()).isEqualTo(Wire.hello("gemma2-9b-it"));
        assertThat(server.journal().entries().toString()).doesNotContain("secret-key");
    }

    @Test
    void clientThatGoesDuringSilenceIsSeen() throws Exception {
        server.simulator().inject(Where.anywhere(), Fault.stallBeforeContent(), 1);
        var request = groq.post("/chat/completions", Wire.streamedHello("gemma2-9b-it"));
        var stalled = groq.http().send(request, java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        assertThat(server.journal().openRequests()).isEqualTo(1);

        stalled.body().close();

        assertThat(server.journal().awaitOpenRequests(0, Duration.ofSeconds(5))).isTrue();
        assertThat(server.journal().entries().getFirst().state()).isEqualTo(JournalEntry.State.ABANDONED);
    }

    @Test
    void resetIsNoAnswerAtAll() {
        server.simulator().inject(Where.provider("groq"), Fault.reset(), 1);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> groq.chat(Wire.hello("gemma2-9b-it"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void rawBytesGoPastHttp() throws Exception {
        server.simulator()
                .inject(Where.provider("groq"), Fault.raw("HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nhi"), 1);

        var response = groq.chat(Wire.hello("gemma2-9b-it"));

        assertThat(response.statusCode()).isEqualTo(999);
        assertThat(response.body()).isEqualTo("hi");
    }
}
