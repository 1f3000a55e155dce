package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SECOND;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.config.Knobs;
import dev.sidestep.exchange.RateLimits;
import dev.sidestep.gateway.config.Agent;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A client whose stream waits for a limit hears that somebody is still there.
class KeepAliveTest {
    private static final String PING = ": keep-alive\n\n";
    private static final String SPENT = """
            {"error": {"message": "Rate limit reached for model `m` on tokens per day (TPD): Limit 100000, \
            Used 100000, Requested 10. Please try again in 15m0s.", "type": "tokens", "code": "rate_limit_exceeded"}}
            """;

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    @BeforeEach
    void everythingIsLimitedForAMinute() {
        world.with(Knobs.builder().keepAlive(Duration.ofMillis(20))).open();
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofMinutes(1));
    }

    private void theLimitIsOver() {
        world.simulator().clearLimited();
        new RateLimits(world.gateway().dispatcher()).clearAll();
    }

    @Test
    @DisplayName("ask C13: a stream that waits is kept open by comments, and then flows on")
    void streamThatWaitsIsKeptOpen() throws Exception {
        try (RawClient client = world.connect()) {
            String begin = client.chat(streamedHello(FIRST)).readUntil(PING) + client.readUntil(PING);
            theLimitIsOver();
            String rest = client.readUntil("data: [DONE]\n\n");

            assertThat(begin)
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("content-type: text/event-stream", "x-accel-buffering: no", "x-sidestep-call: call-")
                    .doesNotContain("x-sidestep-target", "x-sidestep-attempts", "data:");
            assertThat(rest).contains("\"content\":\"said: \"");
        }
    }

    @Test
    @DisplayName("what the headers cannot tell any more stands in comments before the first content")
    void headersBecomeComments() throws Exception {
        try (RawClient client = world.connect()) {
            client.chat(streamedHello(FIRST)).readUntil(PING);
            theLimitIsOver();
            String rest = client.readUntil("data: [DONE]\n\n");

            String before = rest.substring(0, rest.indexOf("data: {"));
            assertThat(before)
                    .contains("\n: x-sidestep-target: groq-free/")
                    .contains("\n: x-sidestep-attempts: 3\n")
                    .contains("\n: x-sidestep-trail: groq-free/" + FIRST + "=rate-limited(60s), groq-free/" + SECOND);
        }
    }

    @Test
    @DisplayName("ask C14: a call that fails after its first comment ends with one error event that tells everything")
    void failureAfterACommentIsAnEvent() throws Exception {
        try (RawClient client = world.connect()) {
            String head = client.chat(streamedHello(FIRST)).readUntil(PING);
            world.simulator().inject(Where.anywhere(), Fault.json(429, SPENT));
            theLimitIsOver();
            String rest = client.readUntil(RawClient.LAST_CHUNK);

            assertThat(rest).doesNotContain("[DONE]").endsWith("\n\n\r\n0\r\n\r\n");
            JsonNode error = error(rest);
            assertThat(error.path("status").asInt()).isEqualTo(429);
            assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
            assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
            assertThat(error.path("retryable").asBoolean()).isTrue();
            assertThat(error.path("retry_after_seconds").asLong()).isBetween(880L, 900L);
            assertThat(error.path("attempts")).hasSize(3);
            assertThat(head).contains("x-sidestep-call: " + error.path("call").asText());
        }
    }

    @Test
    @DisplayName("a request at fault is told so in the stream, in OpenAI's shape, whatever the provider's is")
    void requestAtFaultIsAnEventToo() throws Exception {
        try (RawClient client = world.connect()) {
            client.chat(streamedHello(FIRST)).readUntil(PING);
            world.simulator().inject(Where.anywhere(), Fault.json(400, "{\n\"detail\": \"temperature is too hot\"\n}"));
            theLimitIsOver();
            JsonNode error = error(client.readUntil(RawClient.LAST_CHUNK));

            assertThat(error.path("status").asInt()).isEqualTo(400);
            assertThat(error.path("retryable").asBoolean(true)).isFalse();
            assertThat(error.path("message").asText()).contains("temperature is too hot");
        }
    }

    private static JsonNode error(String stream) throws Exception {
        String event = stream.substring(stream.indexOf("data: ") + "data: ".length());
        return new ObjectMapper()
                .readTree(event.substring(0, event.indexOf('\n')))
                .path("error");
    }

    @Test
    @DisplayName("a call that is not streamed keeps its status and its headers for the end")
    void wholeAnswersAreNotCommitted() throws Exception {
        try (RawClient client = world.connect();
                RawClient streaming = world.connect()) {
            client.chat(hello(FIRST));
            streaming.chat(streamedHello(FIRST)).readUntil(PING);
            assertThat(Bench.await(() -> world.gateway().dispatcher().waiting() == 2))
                    .isTrue();
            theLimitIsOver();

            assertThat(client.readUntil("\r\n\r\n"))
                    .contains("content-type: application/json", "x-sidestep-target: groq-free/")
                    .doesNotContain("keep-alive");
        }
    }

    @Test
    @DisplayName("an agent's stream is kept open as well, and comments are no part of the conversation")
    void agentsStreamIsKeptOpen() throws Exception {
        world.with(config -> config.agent(Agent.of("writer", "You write."))).open();
        String path = "/api/v1/agents/writer/chat";
        try (RawClient client = world.connect()) {
            String head = client.post(path, "{\"message\":\"One\",\"stream\":true,\"conversation_id\":\"c\"}")
                    .readUntil(PING);
            theLimitIsOver();
            client.readUntil("data: [DONE]\n\n");
            world.post(path, "{\"message\":\"Two\",\"conversation_id\":\"c\"}");

            assertThat(head).contains("x-sidestep-conversation: c");
            assertThat(world.journal().entries().getLast().bodyText())
                    .contains("You said: One")
                    .doesNotContain("keep-alive", "x-sidestep");
        }
    }

    @Test
    @DisplayName("a client that leaves after a comment gives up its place")
    void clientLeavesAfterAComment() throws Exception {
        RawClient client = world.connect();
        client.chat(streamedHello(FIRST)).readUntil(PING);

        client.close();

        world.assertNothingOpen();
    }

    @Test
    @DisplayName("a gateway that stops ends a stream that waits with an error event")
    void stopEndsAStreamThatWaits() throws Exception {
        try (RawClient client = world.connect()) {
            client.chat(streamedHello(FIRST)).readUntil(PING);

            world.gateway().close();

            assertThat(client.readToEnd()).contains("shutting_down").doesNotContain("[DONE]");
        }
    }
}
