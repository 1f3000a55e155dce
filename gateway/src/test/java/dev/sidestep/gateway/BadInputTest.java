package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.config.Secret;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are wrong: each gets a clear error in OpenAI's shape, and no provider hears of it.
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("no JSON", "hello"),
                Arguments.of("cut off", "{\"model\":\"" + FIRST + "\",\"messages\":["),
                Arguments.of("an array", "[]"),
                Arguments.of("null", "null"),
                Arguments.of("two objects", hello(FIRST) + hello(FIRST)),
                Arguments.of("no messages", "{\"model\":\"" + FIRST + "\"}"),
                Arguments.of("messages that are none", "{\"model\":\"" + FIRST + "\",\"messages\":\"hi\"}"),
                Arguments.of("a model that is none", hello(FIRST).replace("\"" + FIRST + "\"", "17")),
                Arguments.of(
                        "stream that is no boolean",
                        hello(FIRST).replace("{\"model\"", "{\"stream\":\"yes\",\"model\"")),
                Arguments.of("too deep", "{\"a\":" + "[".repeat(100_000)),
                Arguments.of("a bad escape", hello("\\x")),
                Arguments.of("a raw line end in a text", hello("a\nb")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBodies")
    void aWrongBodyIsRefusedWithItsMistake(String what, String body) throws Exception {
        assertThat(what).isNotEmpty();

        HttpResponse<String> answer = world.chat(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error(answer).path("message").asText()).isNotBlank();
        assertThat(world.journal().count()).isZero();
    }

    @Test
    void anUnknownModelIsNamedAndTheKnownOnesPointedAt() throws Exception {
        HttpResponse<String> answer = world.chat(hello("gpt-17"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer).path("code").asText()).isEqualTo("model_not_found");
        assertThat(error(answer).path("message").asText()).contains("'gpt-17'", "/v1/models");
        assertThat(world.journal().count()).isZero();
    }

    @Test
    void anUnknownAgentIsNamed() throws Exception {
        HttpResponse<String> answer = world.post("/api/v1/agents/nobody/chat", "{\"message\":\"hi\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer).path("message").asText()).contains("nobody");
    }

    @Test
    void aWrongKeyIsRefusedAndTheRightOneTaken() throws Exception {
        world.with(config -> config.apiKey(Secret.of("right-key"))).open();

        HttpResponse<String> none = world.chat(hello(FIRST));
        HttpResponse<String> wrong =
                world.post("/v1/chat/completions", hello(FIRST), "authorization", "Bearer wrong-key");
        HttpResponse<String> right =
                world.post("/v1/chat/completions", hello(FIRST), "authorization", "Bearer right-key");

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(error(wrong).path("code").asText()).isEqualTo("invalid_api_key");
        assertThat(wrong.body()).doesNotContain("wrong-key").doesNotContain("right-key");
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(world.journal().count()).isEqualTo(1);
    }

    @Test
    void everyQuestionButTheHealthNeedsAKey() throws Exception {
        world.with(config -> config.apiKey(Secret.of("right-key"))).open();

        for (String path : new String[] {"/v1/models", "/api/v1/agents", "/api/v1/rate-limit-status", "/metrics"}) {
            assertThat(world.get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(world.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void hundredMegabytesAreRefused() throws Exception {
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n\r\n");

            String answer = client.readUntil("}}");

            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"message\"", "gateway.max-body");
        }
        assertThat(world.chat(hello(FIRST)).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownPathAndAWrongMethodSayWhatThereIs() throws Exception {
        HttpResponse<String> nowhere = world.get("/v1/nothing");
        HttpResponse<String> wrongMethod = world.get("/v1/chat/completions");

        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(error(nowhere).path("message").asText()).isNotBlank();
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("allow")).contains("POST");
    }

    private static JsonNode error(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("error");
    }
}
