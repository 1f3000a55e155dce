package dev.sidestep.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a process ends, and what the next one finds.
class EndTest {
    private static final String MODEL = "llama-3.1-8b-instant";
    private static final int TOKENS = 60;
    private static final Pace SLOW = new Pace(Duration.ZERO, 40, TOKENS);
    private static final Pace ENDLESS = new Pace(Duration.ZERO, 40, 4_000);
    private static final String STREAMED = "{\"model\":\"" + MODEL
            + "\",\"stream\":true,\"max_tokens\":8000,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    private Path folder;

    private final SimulatorServer providers = SimulatorServer.start(
            SimulatorSpec.standard().toBuilder().enforceLimits(false).build(), 0);
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        providers.close();
    }

    private Node node(String name, String more) throws IOException {
        Node node =
                Node.start(folder.resolve(name), "data-dir: " + folder.resolve("state") + "\n" + more, """
                catalog: classic
                accounts:
                  - name: groq-free
                    key: not-a-real-key
                    base-url: %s
                    models: [%s]
                """.formatted(
                                providers.baseUrl("groq"), MODEL));
        nodes.add(node);
        return node;
    }

    /// A stream of which something has come already.
    private record Opened(String id, Iterator<String> lines) {
        static Opened at(Node node, String path, String body) throws IOException {
            HttpResponse<Stream<String>> answer = node.begin(path, body);
            Opened opened = new Opened(
                    answer.headers().firstValue("x-sidestep-call").orElseThrow(),
                    answer.body().iterator());
            while (!opened.lines.next().contains("\"delta\"")) {}
            return opened;
        }

        List<String> rest() {
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            return rest;
        }
    }

    private static boolean isRefused(Node node) {
        try {
            return node.get("/health/ready").statusCode() == 503;
        } catch (IOException refused) {
            return true;
        }
    }

    private static JsonNode callAfterRestart(Node node, String id) throws IOException {
        node.restart();
        return node.awaitReady().json("/api/v1/calls/" + id);
    }

    @Test
    void streamUnderWayRunsToItsEndAndIsInTheBooks() throws Exception {
        providers.simulator().pace(SLOW);
        Node node = node("first", "").awaitReady();
        Opened stream = Opened.at(node, CHAT, STREAMED);

        node.ask();

        assertThat(Node.await(() -> isRefused(node), Node.SOON)).isTrue();
        assertThat(stream.rest()).contains("data: [DONE]");
        assertThat(node.awaitEnd()).isZero();
        JsonNode call = callAfterRestart(node, stream.id());
        JsonNode tokens = call.path("attempts").path(0).path("tokens");
        assertThat(call.path("outcome").asText()).isEqualTo("answered");
        assertThat(tokens.path("state").asText()).isEqualTo("settled");
        assertThat(tokens.path("output").asInt()).isEqualTo(TOKENS);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, data: {\"error\"",
        "/v1/messages, event: error",
        "/v1/responses, event: response.failed"
    })
    void streamThatIsTooLongIsEndedAfterTheLimit(String path, String event) throws Exception {
        providers.simulator().pace(ENDLESS);
        Node node = node("first", "drain: 1s\n").awaitReady();
        Opened stream = Opened.at(node, path, path.endsWith("responses") ? responses() : STREAMED);

        node.ask();

        assertThat(stream.rest())
                .anyMatch(line -> line.startsWith(event))
                .anyMatch(line -> line.contains("The gateway is stopping"))
                .doesNotContain("data: [DONE]", "event: message_stop", "event: response.completed");
        assertThat(node.awaitEnd()).isZero();
        JsonNode call = callAfterRestart(node, stream.id());
        assertThat(call.path("outcome").asText()).isEqualTo("cancelled");
        assertThat(call.path("attempts").path(0).path("tokens").path("state").asText())
                .isEqualTo("estimated");
    }

    private static String responses() {
        return STREAMED.replaceAll("\"max_tokens\".*", "\"input\":\"Hello\"}");
    }

    @Test
    void secondSignalEndsAtOnceAndNobodyKnowsWhatCameOfTheCall() throws Exception {
        providers.simulator().pace(ENDLESS);
        Node node = node("first", "").awaitReady();
        Opened stream = Opened.at(node, CHAT, STREAMED);
        assertThat(Node.await(() -> isOpen(node, stream.id()), Node.SOON)).isTrue();
        node.ask();
        assertThat(Node.await(() -> isRefused(node), Node.SOON)).isTrue();

        long askedNanos = System.nanoTime();
        node.ask();

        assertThat(node.awaitEnd()).isEqualTo(130);
        assertThat(System.nanoTime() - askedNanos).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(callAfterRestart(node, stream.id()).path("outcome").asText()).isEqualTo("unknown");
    }

    private static boolean isOpen(Node node, String id) {
        try {
            return node.json("/api/v1/calls/" + id).path("outcome").asText().equals("open");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void directoryBelongsToOneProcess() throws Exception {
        Node first = node("first", "").awaitReady();

        Node second = node("second", "");

        assertThat(second.awaitEnd()).isEqualTo(1);
        assertThat(second.said())
                .contains("another Sidestep (process " + first.handle().pid() + ")", "gateway.data-dir")
                .doesNotContain("\tat ");
        assertThat(first.chat(MODEL, false).statusCode()).isEqualTo(200);
        assertThat(first.end()).isZero();
    }
}
