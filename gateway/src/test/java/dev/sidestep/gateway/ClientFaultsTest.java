package dev.sidestep.gateway;

import static dev.sidestep.gateway.SimulatedWorld.FIRST;
import static dev.sidestep.gateway.SimulatedWorld.SOON;
import static dev.sidestep.gateway.SimulatedWorld.hello;
import static dev.sidestep.gateway.SimulatedWorld.streamedHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.call.CallEvent;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.Secret;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Step;
import dev.sidestep.simulator.Where;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients do to a gateway, on the wire: faults 50 to 56.
class ClientFaultsTest {
    private static final String CHUNK =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + "z".repeat(8_000) + "\"}}]}\n\n";
    private static final int CHUNKS = 6_000;

    @RegisterExtension
    private final SimulatedWorld world = new SimulatedWorld();

    @ParameterizedTest(name = "fault 50: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("fault 50: a client that leaves before the first byte cancels the request at the provider")
    void leavesBeforeTheFirstByte(boolean streamed) throws Exception {
        world.simulator().inject(Where.anywhere(), Fault.silence());
        try (RawClient client = world.connect()) {
            client.chat(streamed ? streamedHello(FIRST) : hello(FIRST));
            assertThat(world.journal().awaitOpenRequests(1, SOON)).isTrue();
        }

        world.assertNothingOpen();
        assertThat(world.journal().count()).isEqualTo(1);
        assertThat(world.get("/api/v1/rate-limit-status").body()).contains("\"total_cached\":0");
    }

    @Test
    @DisplayName("fault 50: a client that leaves in the middle of a stream cancels the request at the provider")
    void leavesInTheMiddle() throws Exception {
        world.simulator().inject(Where.anywhere(), Fault.stallAfterContent(2));
        try (RawClient client = world.connect()) {
            client.chat(streamedHello(FIRST)).readUntil("\"content\"");
        }

        world.assertNothingOpen();
        assertThat(world.journal().count(entry -> entry.state() == JournalEntry.State.ABANDONED))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("fault 50: a client that leaves while it sends its request causes none")
    void leavesWhileSending() throws Exception {
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{\"model\":");
        }

        assertThat(world.chat(hello(FIRST)).statusCode()).isEqualTo(200);
        assertThat(world.journal().count()).isEqualTo(1);
        world.assertNothingOpen();
    }

    @Test
    @DisplayName("fault 50: a client that leaves while its call waits for a reset gives up its place")
    void leavesWhileWaiting() throws Exception {
        world.simulator().limited(Where.anywhere(), Dimension.REQUESTS_PER_MINUTE, Duration.ofSeconds(50));
        CountDownLatch waiting = new CountDownLatch(1);
        world.gateway().dispatcher().listen(event -> {
            if (event instanceof CallEvent.Waiting) {
                waiting.countDown();
            }
        });
        try (RawClient client = world.connect()) {
            client.chat(hello(FIRST));
            assertThat(waiting.await(15, TimeUnit.SECONDS)).isTrue();
        }

        world.assertNothingOpen();
    }

    @Test
    @DisplayName("fault 51: a client that reads nothing holds the provider back, and is let go after a while")
    void readsNothing() throws Exception {
        world.with(limits(Duration.ofSeconds(1))).open();
        world.simulator().inject(Where.anywhere(), largeStream());

        try (RawClient client = world.connect()) {
            client.chat(streamedHello(FIRST)).readUntil("\r\n\r\n");
            assertThat(world.journal()
                            .await(journal -> journal.entries().getFirst().state() != JournalEntry.State.OPEN, SOON))
                    .isTrue();
        }

        // With 48 MB it would be ANSWERED, had the gateway taken all of it in.
        assertThat(world.journal().entries().getFirst().state()).isEqualTo(JournalEntry.State.ABANDONED);
        world.assertNothingOpen();
    }

    @Test
    @DisplayName("fault 51: a client that reads late gets every byte")
    void readsLate() throws Exception {
        world.simulator().inject(Where.anywhere(), largeStream());

        try (RawClient client = world.connect()) {
            client.chat(streamedHello(FIRST).replace("}]}", "}],\"user\":\"late\"}"))
                    .readUntil("\r\n\r\n");
            String body = client.readUntil("[DONE]");

            assertThat(body.chars().filter(c -> c == 'z').count()).isEqualTo(8_000L * CHUNKS);
        }
        world.assertNothingOpen();
    }

    @Test
    @DisplayName("fault 52: a body that says it is 100 MB is refused before it comes")
    void declaredTooLarge() throws Exception {
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n\r\n{");

            assertThat(client.readUntil("}}")).startsWith("HTTP/1.1 413 ").contains("\"error\"");
        }
        assertThat(world.journal().count()).isZero();
    }

    @Test
    @DisplayName("fault 52: a body without an end is refused where it grows too large")
    void endlessBody() throws Exception {
        world.with(config -> config.maxBodyBytes(1_000_000)).open();
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            try {
                for (int sent = 0; sent < 1_100_000; sent += 0x10000) {
                    client.send(chunk);
                }
            } catch (SocketException _) {
                // It was refused and closed while we were still sending.
            }

            assertThat(client.readUntil("}}")).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    @DisplayName("fault 52: without a key not a byte of the body is waited for")
    void bodyWithoutKey() throws Exception {
        world.with(config -> config.apiKey(Secret.of("right-key"))).open();
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer wrong\r\n"
                    + "content-length: 1000\r\n\r\n");

            assertThat(client.readUntil("}}")).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    @DisplayName("fault 52: headers that trickle in are not waited for")
    void slowHeaders() throws Exception {
        world.with(limits(Duration.ofSeconds(1))).open();
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ");

            assertThat(client.readToEnd()).doesNotContain("200 OK");
        }
    }

    @Test
    @DisplayName("fault 52: a body that trickles in is not waited for")
    void slowBody() throws Exception {
        world.with(limits(Duration.ofSeconds(1))).open();
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("\"error\"");
        }
    }

    @Test
    @DisplayName("fault 53: multipart junk is no JSON, however long its boundary")
    void multipart() throws Exception {
        String dashes = "-".repeat(1 << 20);

        var inBody = world.post("/v1/chat/completions", dashes + "\r\n" + dashes);
        try (RawClient client = world.connect()) {
            client.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=");
            try {
                client.send(dashes + "\r\ncontent-length: 0\r\n\r\n");
            } catch (SocketException _) {
                // It was refused and closed while we were still sending.
            }

            assertThat(client.readToEnd())
                    .satisfiesAnyOf(
                            answer -> assertThat(answer).startsWith("HTTP/1.1 431 "),
                            answer -> assertThat(answer).isEmpty());
        }

        assertThat(inBody.statusCode()).isEqualTo(400);
    }

    static Stream<Arguments> smuggled() {
        String post = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n";
        String chunked = chunked(hello(FIRST));
        String inner = "0\r\n\r\n" + post + "content-length: " + hello(FIRST).length() + "\r\n\r\n" + hello(FIRST);
        return Stream.of(
                Arguments.of(
                        "length and chunks", post + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n" + inner),
                Arguments.of(
                        "chunks and length", post + "transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n" + inner),
                Arguments.of("two lengths", post + "content-length: 5\r\ncontent-length: 6\r\n\r\n" + inner),
                Arguments.of("a list of lengths", post + "content-length: 5, 6\r\n\r\n" + inner),
                Arguments.of("a signed length", post + "content-length: +5\r\n\r\n" + inner),
                Arguments.of("a length in hex", post + "content-length: 0x5\r\n\r\n" + inner),
                Arguments.of("an unknown coding", post + "transfer-encoding: xchunked\r\n\r\n" + chunked),
                Arguments.of(
                        "chunked twice",
                        post + "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n" + inner),
                Arguments.of("a blank before the colon", post + "transfer-encoding : chunked\r\n\r\n" + chunked),
                Arguments.of(
                        "HTTP/1.0 with chunks",
                        post.replace("1.1", "1.0") + "transfer-encoding: chunked\r\n\r\n" + inner),
                Arguments.of(
                        "a control character in a name", post + "x\u0001y: z\r\ncontent-length: 5\r\n\r\n" + inner),
                Arguments.of("NUL in a value", post + "x-a: b\u0000c\r\ncontent-length: 5\r\n\r\n" + inner),
                Arguments.of(
                        "a carriage return in a value", post + "x-a: b\rc: d\r\ncontent-length: 5\r\n\r\n" + inner),
                Arguments.of("NUL before the request", "\u0000" + post + "content-length: 5\r\n\r\n" + inner),
                Arguments.of("no version", "POST /v1/chat/completions\r\n\r\n" + inner),
                Arguments.of("a chunk size that is none", post + "transfer-encoding: chunked\r\n\r\nxyz\r\n" + inner),
                Arguments.of(
                        "a chunk without its line end", post + "transfer-encoding: chunked\r\n\r\n2\r\n{}" + inner));
    }

    @ParameterizedTest(name = "fault 54: {0}")
    @MethodSource("smuggled")
    @DisplayName("fault 54: a request that can be read in two ways is refused, and the connection closed")
    void smuggling(String what, String bytes) throws Exception {
        assertThat(what).isNotEmpty();
        try (RawClient client = world.with(limits(Duration.ofSeconds(1))).open().connect()) {
            client.send(bytes);

            String answer = client.readToEnd();

            assertThat(answer).doesNotContain("200 OK");
            if (!answer.isEmpty()) {
                assertThat(answer).matches("(?s)HTTP/1\\.[01] 4.*");
                assertThat(answer.split("HTTP/1\\.[01] ", -1)).as(answer).hasSize(2);
            }
        }
        assertThat(world.journal().count()).isZero();
        assertThat(world.chat(hello(FIRST)).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("fault 54: a folded line belongs to the field before it, and frames nothing")
    void foldedHeader() throws Exception {
        try (RawClient client = world.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-a: b\r\n transfer-encoding: chunked\r\n"
                    + "content-length: 5\r\nconnection: close\r\n\r\n0\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("JSON");
        }
    }

    @Test
    @DisplayName("fault 55: line ends and control characters in a model's name reach neither headers nor log lines")
    void lineEndsInModel() throws Exception {
        var answer = world.chat(hello("evil\\r\\nx-evil: 1\\u0000\\u001b[31m"));

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.headers().map()).doesNotContainKey("x-evil");
        assertThat(world.journal().count()).isZero();
        assertThat(world.lines()).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    }

    @Test
    @DisplayName("fault 55: line ends in metadata stay where they are, inside the body")
    void lineEndsInMetadata() throws Exception {
        String body = hello(FIRST).replace("}]}", "}],\"user\":\"a\\r\\nx-evil: 1\"}");

        assertThat(world.chat(body).statusCode()).isEqualTo(200);

        JournalEntry entry = world.journal().entries().getFirst();
        assertThat(entry.headers()).doesNotContainKey("x-evil");
        assertThat(entry.bodyText()).contains("a\\r\\nx-evil: 1");
    }

    @ParameterizedTest(name = "fault 56: {0}")
    @ValueSource(
            strings = {
                "//v1/models", "/v1//models", "/v1/../v1/models", "/v1/%2e%2e/v1/models", "/v1/models;x=1",
                        "/v1%2fmodels",
                "/health/../v1/models", "/v1/models%00", "/v1/models/", "http://evil@x/v1/models", "/V1/models", "*"
            })
    @DisplayName("fault 56: no form of a path opens what needs a key")
    void pathTricks(String target) throws Exception {
        world.with(config -> config.apiKey(Secret.of("right-key"))).open();
        try (RawClient client = world.connect()) {
            client.send("GET " + target + " HTTP/1.1\r\nhost: a/#@b\r\nconnection: close\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 4").doesNotContain("llama");
        }
    }

    @ParameterizedTest(name = "fault 57: {0}")
    @ValueSource(strings = {"-1", "NaN", "1e99", "0", "soon", "99999999999999999999s"})
    @DisplayName("fault 57: a deadline that is none is refused")
    void deadlines(String deadline) throws Exception {
        var answer = world.post("/v1/chat/completions", hello(FIRST), "x-sidestep-deadline", deadline);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(world.journal().count()).isZero();
    }

    @Test
    @DisplayName("fault 57: a deadline of a millisecond fails the call and cools nothing")
    void tinyDeadline() throws Exception {
        world.simulator().inject(Where.anywhere(), Fault.silence());

        var answer = world.post("/v1/chat/completions", hello(FIRST), "x-sidestep-deadline", "1ms");

        assertThat(answer.statusCode()).isIn(502, 503, 504);
        world.assertNothingOpen();
        assertThat(world.get("/api/v1/rate-limit-status").body()).contains("\"total_cached\":0");
    }

    @Test
    @DisplayName("fault 58: a caller's headers, keys and base URLs do not reach a provider")
    void callersHeaders() throws Exception {
        world.with(Knobs.builder()).open();

        var answer = world.post(
                "/v1/chat/completions",
                hello(FIRST).replace("}]}", "}],\"fallbacks\":[\"gpt-4o\"]}"),
                "authorization",
                "Bearer callers-own",
                "x-custom",
                "secret",
                "x-sidestep-max-attempts",
                "3");

        assertThat(answer.statusCode()).isEqualTo(200);
        JournalEntry entry = world.journal().entries().getFirst();
        assertThat(entry.headers()).doesNotContainKeys("x-custom", "x-sidestep-max-attempts");
        assertThat(entry.bodyText()).doesNotContain("fallbacks");
    }

    private static Limits limits(Duration each) {
        Limits standard = Limits.standard();
        return new Limits(
                each, standard.idleTime(), each, each, each, standard.mostConnections(), standard.mostBufferedBytes());
    }

    private static Fault largeStream() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Head(200, List.of(Map.entry("content-type", "text/event-stream")), Step.Head.CHUNKED));
        steps.addAll(Collections.nCopies(CHUNKS, new Step.Send(CHUNK.getBytes(StandardCharsets.UTF_8))));
        steps.add(new Step.Send(
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
                        .getBytes(StandardCharsets.UTF_8)));
        steps.add(new Step.End());
        return new Fault.Play(steps);
    }

    private static String chunked(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }
}
