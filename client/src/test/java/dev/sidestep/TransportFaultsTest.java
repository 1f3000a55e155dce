package dev.sidestep;

import static dev.sidestep.TwoTargets.SHORT;
import static dev.sidestep.TwoTargets.SOON;
import static dev.sidestep.TwoTargets.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.config.Knobs;
import dev.sidestep.simulator.Ending;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.RawServer;
import dev.sidestep.simulator.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong between us and a provider, on the wire: faults 1 to 11, 16 to 19, and 22 to 25.
class TransportFaultsTest {
    @RegisterExtension
    private final TwoTargets targets = new TwoTargets();

    @Test
    @DisplayName("fault 1: a refused connection is retried once, then the next target answers")
    void refusedConnection() throws Exception {
        targets.firstAt(closedPort(), Knobs.builder());

        ChatCompletion answer = targets.chat();

        targets.assertSteppedAroundUnseen(answer, "unreachable", "unreachable");
    }

    @Test
    @DisplayName("fault 2: a black hole costs the connect limit, no more")
    void blackHole() throws Exception {
        try (BlackHole hole = new BlackHole()) {
            targets.firstAt(hole.url(), once().connectTimeout(Duration.ofMillis(200)));

            ChatCompletion answer = targets.chat();

            targets.assertSteppedAroundUnseen(answer, "timed-out");
            assertThat(answer.attempts().getFirst().outcome().toString()).contains("connect");
        }
    }

    @Test
    @DisplayName("fault 3: a name that does not resolve is bounded in time and cools nothing")
    void unknownHost() throws Exception {
        targets.firstAt(URI.create("http://nowhere.invalid/v1"), once().answerTimeout(SHORT));

        ChatCompletion answer = targets.chat();

        assertThat(answer.attempts()).hasSize(2);
        assertThat(answer.target()).isEqualTo("openai/" + TwoTargets.SECOND);
        targets.assertNothingCools();
    }

    @Test
    @DisplayName("fault 4: a server that does not speak TLS is given up")
    void noTls() throws Exception {
        targets.firstAt(
                URI.create(targets.server().baseUrl("groq").toString().replace("http:", "https:")),
                once().answerTimeout(SHORT));

        ChatCompletion answer = targets.chat();

        targets.assertSteppedAroundUnseen(answer, "unreachable");
    }

    @Test
    @DisplayName("fault 4: a certificate that nobody vouches for gets neither key nor body")
    void untrustedCertificate() throws Exception {
        try (UntrustedServer untrusted = new UntrustedServer()) {
            targets.firstAt(untrusted.url(), once());

            ChatCompletion answer = targets.chat();

            targets.assertSteppedAroundUnseen(answer, "unreachable");
            assertThat(untrusted.connections()).isEqualTo(1);
            assertThat(untrusted.bytes()).isZero();
        }
    }

    @Test
    @DisplayName("fault 5: a reset in the middle of the request's body")
    void resetWhileSending() throws Exception {
        try (RawServer raw = RawServer.start(1_000, new Step.Reset())) {
            targets.firstAt(raw.url(), Knobs.builder());

            ChatCompletion answer = targets.sidestep()
                    .chat(ChatRequest.of("auto").user("long ".repeat(20_000)).with("max_tokens", 10));

            targets.assertSteppedAroundUnseen(answer, "unreachable", "unreachable");
            assertThat(raw.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("fault 6: a reset instead of an answer")
    void resetBeforeStatus() throws Exception {
        targets.faulty(Fault.reset());

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 7: a connection that went stale is replaced, and counts as an attempt")
    void staleConnection() throws Exception {
        targets.chat();
        targets.faulty(Fault.close(), 1);

        ChatCompletion answer = targets.chat();

        assertThat(answer.model()).isEqualTo(TwoTargets.FIRST);
        assertThat(answer.attempts()).hasSize(2);
        assertThat(targets.requestsToFirst()).isEqualTo(3);
        targets.assertNothingCools();
    }

    static Stream<Fault> endsAfterHeaders() {
        return Stream.of(Fault.closeAfterHeaders(), new Fault.Cut(0, Ending.Plain.RESET));
    }

    @ParameterizedTest(name = "fault 8: {0}")
    @MethodSource("endsAfterHeaders")
    @DisplayName("fault 8: the connection ends after the headers, before content: the caller sees nothing of it")
    void endAfterHeaders(Fault fault) throws Exception {
        targets.faulty(fault);

        targets.assertSteppedAround(targets.stream(), 2);
    }

    @ParameterizedTest(name = "fault 8: {0}")
    @MethodSource("endsAfterHeaders")
    @DisplayName("fault 8: the same for a whole answer")
    void endOfWholeAnswerAfterHeaders(Fault fault) throws Exception {
        targets.faulty(fault);

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 9: a reset after content ends the stream with one failure, and no other target is asked")
    void resetAfterContent() throws Exception {
        targets.faulty(Fault.resetAfterContent(2));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).startsWith("failed: The stream of groq/" + TwoTargets.FIRST + " broke");
        assertThat(answer.text()).isNotEmpty();
        assertThat(targets.journal().count()).isEqualTo(1);
        targets.assertNothingOpen();
        targets.assertNothingCools();
    }

    @Test
    @DisplayName("fault 9: a whole answer that breaks off is replayed")
    void wholeAnswerBreaksOff() throws Exception {
        targets.faulty(new Fault.WrongLength(10));

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 10: silence without an end costs the attempt's time, and the connection is closed")
    void silence() throws Exception {
        targets.with(once().answerTimeout(SHORT)).faulty(Fault.silence());

        targets.assertSteppedAround(targets.chat(), 1);
        assertThat(targets.journal().count(entry -> entry.state() == JournalEntry.State.ABANDONED))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("fault 10: silence in a stream costs the time to the first content")
    void silenceInStream() throws Exception {
        targets.with(once().attemptTimeout(SHORT)).faulty(Fault.stallBeforeContent());

        targets.assertSteppedAround(targets.stream(), 1);
    }

    @Test
    @DisplayName("fault 10: a single silent target fails the call at its deadline")
    void silenceUntilTheDeadline() throws Exception {
        targets.faulty(Fault.silence());
        long beganNanos = System.nanoTime();

        CallFailedException failure = catchThrowableOfType(
                CallFailedException.class,
                () -> targets.sidestep()
                        .chat(ChatRequest.of(TwoTargets.FIRST).user("Hello").deadline(SHORT)));

        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isBetween(SHORT, SOON);
        assertThat(failure.attempts()).hasSize(1);
        assertThat(failure.bound().id()).isEqualTo("deadline");
        targets.assertNothingOpen();
    }

    @Test
    @DisplayName("fault 11: headers that trickle in are limited in all, not per read")
    void trickleOfHeaders() throws Exception {
        targets.with(once().answerTimeout(SHORT))
                .faulty(new Fault.Play(List.of(
                        Step.Raw.of("HTTP/1.1 200 OK\r\nx-slow: "),
                        new Step.Repeat(bytes("x"), Duration.ofMillis(20)))));

        targets.assertSteppedAround(targets.chat(), 1);
    }

    @Test
    @DisplayName("fault 16: a slow drip with content is an answer, however long it takes")
    void slowDrip() throws Exception {
        targets.with(once().attemptTimeout(SHORT).idleTimeout(SHORT));
        targets.server().simulator().pace(new Pace(Duration.ZERO, 10, 16));

        StreamedAnswer answer = targets.stream();

        assertThat(answer.end()).isEqualTo(StreamedAnswer.COMPLETE);
        assertThat(targets.journal().count()).isEqualTo(1);
    }

    static Stream<Arguments> largeHeaderSections() {
        return Stream.of(
                Arguments.of("300 fields", Fault.manyHeaders(300, 10)),
                Arguments.of("10,000 fields", Fault.manyHeaders(10_000, 1)),
                Arguments.of("one of 1 MB", Fault.manyHeaders(1, 1 << 20)),
                Arguments.of("70 KB in all", Fault.manyHeaders(70, 1_000)));
    }

    @ParameterizedTest(name = "fault 17: {0}")
    @MethodSource("largeHeaderSections")
    @DisplayName("fault 17: a header section beyond 64 KiB or 200 fields is refused")
    void largeHeaders(String what, Fault fault) throws Exception {
        assertThat(what).isNotEmpty();
        targets.faulty(fault);

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 18: an answer shorter than declared is no answer")
    void shorterThanDeclared() throws Exception {
        targets.faulty(Fault.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{}"));

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 18: what follows a declared length answers no later call")
    void longerThanDeclared() throws Exception {
        String body = answer("honest");
        String smuggled = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                + answer("smuggled").length() + "\r\n\r\n" + answer("smuggled");
        targets.faulty(
                new Fault.Play(List.of(Step.Raw.of("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                        + "content-length: " + body.length() + "\r\n\r\n" + body + smuggled))),
                1);

        String first = targets.chat().text();
        String second = targets.chat().text();

        assertThat(first).isEqualTo("honest");
        assertThat(second).doesNotContain("smuggled").contains("simulated");
        targets.assertNothingOpen();
    }

    static Stream<Arguments> brokenFraming() {
        String head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
        String chunked = head + "transfer-encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.of("a chunk size that is none", chunked + "xyz\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a negative chunk size", chunked + "-5\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a chunk size beyond 32 bits", chunked + "fffffffff\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a chunk without its line end", chunked + "2\r\n{}garbage0\r\n\r\n"),
                Arguments.of(
                        "a length and chunks",
                        head + "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("two lengths", head + "content-length: 2\r\ncontent-length: 3\r\n\r\n{}x"),
                Arguments.of("a length that is none", head + "content-length: many\r\n\r\n{}"),
                Arguments.of("a negative length", head + "content-length: -1\r\n\r\n{}"),
                Arguments.of("no HTTP at all", "complete garbage\r\n\r\n"),
                Arguments.of("a field without a name", "HTTP/1.1 200 OK\r\n: nameless\r\n\r\n"),
                Arguments.of("another protocol", "SSH-2.0-OpenSSH_9.6\r\n"));
    }

    @ParameterizedTest(name = "fault 19: {0}")
    @MethodSource("brokenFraming")
    @DisplayName("fault 19: broken framing is no answer")
    void framing(String what, String bytes) throws Exception {
        assertThat(what).isNotEmpty();
        targets.faulty(Fault.raw(bytes));

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 22: a redirect is not followed, so that no key leaves for another host")
    void redirect() throws Exception {
        try (RawServer elsewhere = RawServer.start(0, new Step.Close())) {
            targets.faulty(Fault.redirect(elsewhere.url() + "/v1/chat/completions"));

            targets.assertSteppedAround(targets.chat(), 2);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    static Stream<Arguments> oddStatuses() {
        return Stream.of(
                Arguments.of("204 with a body", "HTTP/1.1 204 No Content\r\n\r\n" + answer("odd")),
                Arguments.of("status 999", "HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\n{}"),
                Arguments.of("status 0", "HTTP/1.1 000 Odd\r\ncontent-length: 2\r\n\r\n{}"),
                Arguments.of("101 unasked", "HTTP/1.1 101 Switching Protocols\r\nupgrade: odd\r\n\r\n"),
                Arguments.of("1xx without end", "HTTP/1.1 102 Processing\r\n\r\n".repeat(1_000)));
    }

    @ParameterizedTest(name = "fault 24: {0}")
    @MethodSource("oddStatuses")
    @DisplayName("fault 24: a status that answers nothing is stepped around")
    void oddStatus(String what, String bytes) throws Exception {
        assertThat(what).isNotEmpty();
        targets.faulty(Fault.raw(bytes));

        targets.assertSteppedAround(targets.chat(), 2);
    }

    static Stream<Fault> pages() {
        return Stream.of(Fault.html(200), Fault.html(502), Fault.html(503));
    }

    @ParameterizedTest(name = "fault 25: {0}")
    @MethodSource("pages")
    @DisplayName("fault 25: a CDN's page is no answer, whatever its status")
    void page(Fault fault) throws Exception {
        targets.faulty(fault);

        targets.assertSteppedAround(targets.chat(), 2);
    }

    @Test
    @DisplayName("fault 25: the text of a CDN's page does not reach the caller")
    void pageText() throws Exception {
        targets.faulty(Fault.html(503));

        CallFailedException failure = catchThrowableOfType(
                CallFailedException.class,
                () -> targets.sidestep()
                        .chat(ChatRequest.of(TwoTargets.FIRST).user("Hello").maxAttempts(1)));

        assertThat(failure.getMessage()).doesNotContain("<", "HTML");
        assertThat(failure.providerAnswer()).isEmpty();
    }

    private static String answer(String text) {
        return "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static URI closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    /// A port whose queue of connections is full and never emptied: further ones get no answer at all.
    private static final class BlackHole implements AutoCloseable {
        private static final int ENOUGH = 64;

        private final ServerSocket listening;
        private final List<Socket> queued = new ArrayList<>();

        BlackHole() throws IOException {
            listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            boolean full = false;
            while (!full && queued.size() < ENOUGH) {
                Socket socket = new Socket();
                queued.add(socket);
                try {
                    socket.connect(new InetSocketAddress("127.0.0.1", listening.getLocalPort()), 200);
                } catch (SocketTimeoutException _) {
                    full = true;
                }
            }
            assertThat(full).isTrue();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + listening.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queued) {
                socket.close();
            }
            listening.close();
        }
    }
}
