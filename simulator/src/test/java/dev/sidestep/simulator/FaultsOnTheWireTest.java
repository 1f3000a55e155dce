package dev.sidestep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault as a plain client meets it.
class FaultsOnTheWireTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(5);

    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSpec.builder()
                    .provider(ProviderSpec.named("groq").acceptAnyKey().models("m", "n"))
                    .build(),
            0);
    private final Wire wire = new Wire(server.baseUrl("groq"), "key");

    @AfterEach
    void stop() {
        wire.close();
        server.close();
    }

    private HttpResponse<String> ask(Fault fault) throws IOException, InterruptedException {
        server.simulator().inject(Where.anywhere(), fault, 1);
        return wire.chat(Wire.hello("m"));
    }

    private HttpResponse<String> stream(Fault fault) throws IOException, InterruptedException {
        server.simulator().inject(Where.anywhere(), fault, 1);
        return wire.chat(Wire.streamedHello("m"));
    }

    private HttpResponse<Stream<String>> lines(Fault fault) throws IOException, InterruptedException {
        server.simulator().inject(Where.anywhere(), fault, 1);
        var request = wire.post("/chat/completions", Wire.streamedHello("m"));
        return wire.http().send(request, BodyHandlers.ofLines());
    }

    @Test
    void faultHappensAsOftenAsToldAndThenNoMore() throws Exception {
        server.simulator().inject(Where.model("groq", "m"), Fault.status(503), 2);

        assertThat(wire.chat(Wire.hello("n")).statusCode()).isEqualTo(200);
        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(503);
        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(503);
        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(200);
    }

    @Test
    void faultForEverEndsWhenCleared() throws Exception {
        server.simulator().inject(Where.anywhere(), Fault.status(500));
        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(500);
        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(500);

        server.simulator().clearFaults();

        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusedRequestLeavesAFaultOfTheAnswerQueued() throws Exception {
        server.simulator().limited(Where.model("groq", "m"), Dimension.REQUESTS_PER_MINUTE, Duration.ofDays(1));
        server.simulator().inject(Where.anywhere(), Fault.errorFirst(), 1);

        assertThat(wire.chat(Wire.streamedHello("m")).statusCode()).isEqualTo(429);
        assertThat(wire.chat(Wire.streamedHello("n")).body()).contains("over capacity");
    }

    @Test
    void errorInside200IsNoChoice() throws Exception {
        var response = ask(Fault.errorInside200());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"error\":{\"message\":");
    }

    @Test
    void pageIsHtmlWhateverItsStatus() throws Exception {
        assertThat(ask(Fault.html(200)).headers().firstValue("content-type")).hasValue("text/html; charset=UTF-8");
        assertThat(ask(Fault.html(503)).statusCode()).isEqualTo(503);
    }

    @Test
    void redirectHasALocation() throws Exception {
        var response = ask(Fault.redirect("http://127.0.0.1:1/elsewhere"));

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("location")).hasValue("http://127.0.0.1:1/elsewhere");
    }

    @Test
    void manyHeadersComeWithTheRightAnswer() throws Exception {
        var response = ask(Fault.manyHeaders(300, 100));

        assertThat(response.body()).contains("\"choices\"");
        assertThat(response.headers().map()).hasSizeGreaterThan(300);
    }

    static Stream<Fault> brokenConnections() {
        return Stream.of(
                Fault.reset(),
                Fault.close(),
                Fault.closeAfterHeaders(),
                new Fault.WrongLength(10),
                Fault.resetAfterContent(0),
                Fault.raw("complete garbage\r\n\r\n"),
                Fault.raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n"));
    }

    @ParameterizedTest
    @MethodSource("brokenConnections")
    void brokenConnectionIsAnErrorOfTheClient(Fault fault) throws Exception {
        assertThatThrownBy(() -> ask(fault)).isInstanceOf(IOException.class);

        assertThat(server.journal().awaitOpenRequests(0, SOON)).isTrue();
        var entry = server.journal().entries().getFirst();
        assertThat(entry.state()).isEqualTo(JournalEntry.State.BROKEN);
        assertThat(entry.fault()).contains(fault);
    }

    @Test
    void delayedAnswerIsTheRightOne() throws Exception {
        long before = System.nanoTime();

        var response = ask(new Fault.Delay(Duration.ofMillis(80)));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void errorFirstIsTheOnlyEvent() throws Exception {
        var events = EventStream.data(stream(Fault.errorFirst()).body());

        assertThat(events).singleElement().asString().startsWith("{\"error\":{");
    }

    @Test
    void errorAfterRoleComesBeforeContent() throws Exception {
        var events = EventStream.data(stream(Fault.errorAfterRole()).body());

        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).contains("\"role\":\"assistant\"");
        assertThat(events.getLast()).startsWith("{\"error\":{");
    }

    @Test
    void errorAfterContentKeepsSoManyContentEvents() throws Exception {
        var events = EventStream.data(stream(Fault.errorAfterContent(3)).body());

        assertThat(events).hasSize(5);
        assertThat(events.get(3)).contains("\"content\":");
        assertThat(events.getLast()).startsWith("{\"error\":{");
    }

    @Test
    void namedErrorEventSaysSo() throws Exception {
        var response = stream(new Fault.Cut(1, new Ending.ErrorEvent("{\"error\":{\"message\":\"gone\"}}")));

        assertThat(response.body()).endsWith("event: error\ndata: {\"error\":{\"message\":\"gone\"}}\n\n");
    }

    @Test
    void emptyStreamIsEmptyAndOnlyDoneIsOnlyDone() throws Exception {
        assertThat(stream(Fault.emptyStream()).body()).isEmpty();
        assertThat(stream(Fault.onlyDone()).body()).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void earlyEndHasNeitherFinishNorDone() throws Exception {
        var body = stream(Fault.endsEarly(2)).body();

        assertThat(EventStream.data(body)).hasSize(3);
        assertThat(body).doesNotContain("[DONE]").doesNotContain("\"finish_reason\":\"stop\"");
    }

    @Test
    void malformedEventStandsAmongGoodOnes() throws Exception {
        var events = EventStream.data(stream(Fault.malformedEvent(1)).body());

        assertThat(events.get(2)).startsWith("{\"id\":\"chatcmpl-broken\"");
        assertThatThrownBy(() -> JSON.readTree(events.get(2))).isInstanceOf(IOException.class);
        assertThat(events).last().isEqualTo("[DONE]");
    }

    @Test
    void giantLineIsAsLongAsTold() throws Exception {
        var body = stream(Fault.giantLine(1_000_000)).body();

        assertThat(body.lines()).anyMatch(line -> line.length() == 1_000_002);
        assertThat(EventStream.data(body)).last().isEqualTo("[DONE]");
    }

    static Stream<Fault> endlessStreams() {
        return Stream.of(
                Fault.onlyComments(), Fault.onlyRoles(), Fault.stallBeforeContent(), Fault.stallAfterContent(2));
    }

    @ParameterizedTest
    @MethodSource("endlessStreams")
    void endlessStreamLastsUntilTheClientGoes(Fault fault) throws Exception {
        var response = lines(fault);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.journal().openRequests()).isEqualTo(1);

        response.body().close();

        assertThat(server.journal().awaitOpenRequests(0, SOON)).isTrue();
        assertThat(server.journal().entries().getFirst().state()).isEqualTo(JournalEntry.State.ABANDONED);
    }

    @Test
    void commentsAndRolesGoOn() throws Exception {
        try (var comments = lines(Fault.onlyComments()).body();
                var roles = lines(Fault.onlyRoles()).body()) {
            assertThat(comments.filter(line -> !line.isEmpty()).limit(3)).containsOnly(": keep-alive");
            assertThat(roles.filter(line -> !line.isEmpty()).limit(3))
                    .allMatch(line -> line.contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void unusualFramingCarriesTheSameEvents(Framing framing) throws Exception {
        var usual = EventStream.data(wire.chat(Wire.streamedHello("m")).body());

        var unusual = EventStream.data(stream(new Fault.Reframe(framing)).body());

        assertThat(withoutIds(unusual)).isEqualTo(withoutIds(usual));
    }

    @Test
    void truncatedGzipSaysGzip() throws Exception {
        server.simulator().inject(Where.anywhere(), Fault.truncatedGzip(), 1);
        var request = wire.post("/chat/completions", Wire.hello("m"));

        var response = wire.http().send(request, BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(response.body()).startsWith(0x1f, 0x8b);
    }

    @Test
    void serverGoesOnAfterEveryFault() throws Exception {
        for (var fault : List.of(Fault.status(500), Fault.emptyStream(), Fault.errorFirst())) {
            stream(fault);
        }

        assertThat(wire.chat(Wire.hello("m")).statusCode()).isEqualTo(200);
        assertThat(server.journal().count()).isEqualTo(4);
    }

    private static List<String> withoutIds(List<String> events) throws IOException {
        return events.stream()
                .map(event -> event.replaceAll("sim\\d+", "sim").replaceAll("\"created\":\\d+", ""))
                .map(event -> event.replaceAll(",\\s+", ","))
                .toList();
    }
}
