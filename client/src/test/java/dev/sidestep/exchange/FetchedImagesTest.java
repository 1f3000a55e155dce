package dev.sidestep.exchange;

import static dev.sidestep.exchange.ImageServer.PNG;
import static dev.sidestep.exchange.ImageServer.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.Expense;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.exchange.fetch.Hosts;
import dev.sidestep.exchange.fetch.MediaFetcher;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.JournalEntry;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.WireFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images at addresses that a target does not fetch itself.
class FetchedImagesTest {
    /// What must come within this time on any machine.
    private static final int SOON_SECONDS = 15;

    private final SimulatorServer server = SimulatorServer.start(SimulatorSpec.everyWire(), 0);
    private final Vertx vertx = Loop.vertx(1);
    private final ImageServer images = new ImageServer(vertx);
    private final List<MediaFetcher> fetchers = new CopyOnWriteArrayList<>();
    private final Dispatcher dispatcher = dispatcher("fetch-images: true");
    private final Loop loop = loop(dispatcher);

    @AfterEach
    void close() {
        loop.close().toCompletableFuture().join();
        images.close();
        vertx.close().await();
        server.close();
    }

    @Test
    @DisplayName("case 47: an image at an address reaches Gemini as bytes")
    void case47() {
        Answer answer = answer(chat("seeing", url("/cat.png?token=1")));

        assertThat(answer.head().target().name()).isEqualTo("gemini/gemini-2.5-flash");
        assertThat(bodies("gemini")).singleElement().asString().contains("inlineData", "image/png", PNG);
        assertThat(images.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.serverName()).isEqualTo(ImageServer.HOST);
            assertThat(seen.uri()).isEqualTo("/cat.png?token=1");
            assertThat(seen.headers()).containsOnlyKeys("accept", "connection", "host", "user-agent");
            assertThat(seen.headers()).containsEntry("user-agent", "sidestep").containsEntry("host", ImageServer.HOST);
        });
    }

    @Test
    @DisplayName("control 14: without the knob nothing is fetched, and the call goes to a target that takes addresses")
    void control14() {
        Dispatcher off = dispatcher("fetch-images: false");
        Loop own = loop(off);

        Answer answer = answer(dispatch(off, own, chatCall("seeing", url("/cat.png"))));
        CallFailedException failure = failure(dispatch(off, own, chatCall("gemini", url("/cat.png"))));
        own.close().toCompletableFuture().join();

        assertThat(answer.head().target().name()).isEqualTo("openai/gpt-4.1");
        assertThat(failure.reason()).isEqualTo(Reason.UNFIT);
        assertThat(images.seen()).isEmpty();
    }

    @Test
    void imageIsFetchedOnceForAllAttemptsOfACall() {
        server.simulator().inject(Where.model("gemini", "gemini-2.5-flash"), Fault.status(404));

        Answer answer = answer(chat("gemini", url("/cat.png"), url("/cat.png")));

        assertThat(answer.head().target().name()).isEqualTo("gemini/gemini-2.0-flash");
        assertThat(bodies("gemini")).hasSize(2).allMatch(body -> body.split(PNG, -1).length == 3);
        assertThat(images.seen()).hasSize(1);
    }

    @Test
    void targetThatTakesAddressesGetsThemAsTheyCame() {
        answer(chat("openai/gpt-4.1", url("/cat.png")));

        assertThat(bodies("openai")).singleElement().asString().contains(url("/cat.png"));
        assertThat(images.seen()).isEmpty();
    }

    @Test
    void sameFormatGetsTheBytesToo() {
        answer(chat("groq/blind", url("/cat.png")));

        assertThat(bodies("groq")).singleElement().asString().contains("data:image/png;base64," + PNG);
    }

    @Test
    void documentIsFetchedLikeAnImage() {
        answer(dispatch(dispatcher, loop, call(WireFormat.ANTHROPIC, """
                {"model":"gemini","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"x"},
                {"type":"document","source":{"type":"url","url":"%s"}}]}]}
                """.formatted(url("/cat.pdf")))));

        assertThat(bodies("gemini")).singleElement().asString().contains("application/pdf", ImageServer.PDF);
    }

    @Test
    @DisplayName("case 48: what the provider could not download comes as bytes in one more attempt at the same target")
    void case48() {
        server.simulator().inject(Where.provider("anthropic"), undownloaded(), 1);

        Answer answer = answer(dispatch(dispatcher, loop, messages(url("/cat.png"))));

        assertThat(answer.head().target().name()).isEqualTo("anthropic/claude-opus-4-6");
        assertThat(answer.head().attempts())
                .extracting(attempt -> attempt.outcome().id())
                .containsExactly("repairable", "succeeded");
        assertThat(answer.body()).contains("\"type\":\"message\"");
        assertThat(bodies("anthropic").getFirst()).contains(url("/cat.png"));
        assertThat(bodies("anthropic").getLast()).contains("\"media_type\":\"image/png\"", PNG);
    }

    @Test
    @DisplayName("case 48: without the knob the refusal is the caller's")
    void case48Off() {
        server.simulator().inject(Where.provider("anthropic"), undownloaded());
        Dispatcher off = dispatcher("fetch-images: false");
        Loop own = loop(off);

        CallFailedException failure = failure(dispatch(off, own, messages(url("/cat.png"))));
        own.close().toCompletableFuture().join();

        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
        assertThat(bodies("anthropic")).hasSize(1);
        assertThat(images.seen()).isEmpty();
    }

    @Test
    @DisplayName("case 48: it is tried once")
    void case48Once() {
        server.simulator().inject(Where.provider("anthropic"), undownloaded());

        CallFailedException failure = failure(dispatch(dispatcher, loop, messages(url("/cat.png"))));

        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
        assertThat(bodies("anthropic")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://images.example/gone.png?token=x   | image 1 (images.example) could not be fetched: status 404",
                "https://images.example/page               | image 1 (images.example) is no PNG, JPEG, GIF or WebP",
                "https://images.example/secret.png         | image 1 (images.example) is no PNG, JPEG, GIF or WebP",
                "https://images.example/packed.png         | image 1 (images.example) is no PNG, JPEG, GIF or WebP",
                "https://images.example/cat.pdf            | image 1 (images.example) is no PNG, JPEG, GIF or WebP",
                "https://images.example/endless.png        | image 1 (images.example) is too large",
                "https://images.example/inside             | image 1 (images.example) is not at a public https address",
                "https://images.example/unknown            | image 1 (images.example) is not at a public https address",
                "https://images.example/plain              | image 1 (images.example) is not at a public https address",
                "https://images.example/redirect?4         | image 1 (images.example) could not be fetched: more than 3 redirects",
                "https://wrong.example/cat.png             | image 1 (wrong.example) could not be fetched: no connection",
                "https://inside.example/cat.png            | image 1 (inside.example) is not at a public https address",
                "https://127.0.0.1/cat.png                 | image 1 is not at a public https address",
                "http://images.example/cat.png?token=x     | image 1 is not at a public https address"
            })
    @DisplayName("fault 59: what cannot be fetched makes the call go on, and the place is told without what it holds")
    void fault59(String url, String detail) {
        Answer answer = answer(chat("seeing", url));

        assertThat(answer.head().target().name()).isEqualTo("openai/gpt-4.1");
        Attempt first = answer.head().attempts().getFirst();
        assertThat(first.outcome().id()).isEqualTo("rejected");
        assertThat(first.detail()).isEqualTo(detail);
        assertThat(bodies("gemini")).isEmpty();
    }

    @Test
    void redirectsAreFollowedUpToTheThird() {
        answer(chat("gemini", url("/redirect?3")));

        assertThat(bodies("gemini")).singleElement().asString().contains(PNG);
        assertThat(images.seen()).hasSize(4);
    }

    @Test
    void typeIsWhatTheFileIsWhateverTheServerCallsIt() {
        answer(chat("gemini", url("/mislabelled.jpg")));

        assertThat(bodies("gemini"))
                .singleElement()
                .asString()
                .contains("image/png")
                .doesNotContain("image/jpeg");
    }

    @Test
    void moreThanEightImagesAreNotFetched() {
        Answer answer =
                answer(chat("seeing", Collections.nCopies(9, url("/cat.png")).toArray(String[]::new)));

        assertThat(answer.head().attempts().getFirst().detail())
                .isEqualTo("more than 8 images and documents at addresses");
        assertThat(images.seen()).isEmpty();
    }

    @Test
    void imageCountsAsOftenAsItStandsInTheCall() {
        Answer answer =
                answer(chat("seeing", Collections.nCopies(8, url("/large.png")).toArray(String[]::new)));

        assertThat(answer.head().attempts().getFirst().detail()).isEqualTo("image 1 (images.example) is too large");
    }

    @Test
    void fetchingEndsWithTheCallsDeadline() {
        Terms hurried = Terms.USUAL.with(
                knobs -> knobs.toBuilder().deadline(Duration.ofMillis(500)).build());
        Call call = new Call.Chat(((Call.Chat) chatCall("gemini", url("/silent.png"))).request(), hurried);

        CallFailedException failure = failure(dispatch(dispatcher, loop, call));

        Attempt first = failure.attempts().getFirst();
        assertThat(first.detail()).isEqualTo("image 1 (images.example) did not come in time");
        assertThat(first.endedNanos() - first.startedNanos())
                .isLessThan(Duration.ofSeconds(5).toNanos());
        assertThat(bodies("gemini")).isEmpty();
    }

    @Test
    void callerWhoLeavesStopsFetching() throws Exception {
        Exchange exchange = dispatcher.prepare(chatCall("seeing", url("/silent.png")), loop, new Sink());
        exchange.start();
        images.kept().get(SOON_SECONDS, TimeUnit.SECONDS);

        exchange.cancel();

        assertThat(images.left().get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo("/silent.png");
        assertThat(server.journal().count()).isZero();
    }

    @Test
    void roomIsGivenBackWithTheCall() {
        answer(chat("gemini", url("/cat.png")));

        assertThat(fetchers)
                .singleElement()
                .satisfies(fetcher ->
                        assertThat(fetcher.hold(MediaFetcher.MOST_HELD_BYTES)).isTrue());
    }

    @Test
    void callForWhichThereIsNoRoomGoesOn() {
        answer(chat("gemini", url("/cat.png")));
        fetchers.forEach(fetcher -> fetcher.hold(MediaFetcher.MOST_HELD_BYTES));

        Answer answer = answer(chat("seeing", url("/cat.png")));

        assertThat(answer.head().target().name()).isEqualTo("openai/gpt-4.1");
    }

    private static Fault undownloaded() {
        return Fault.json(400, """
                {"type":"error","error":{"type":"invalid_request_error","message":
                "Unable to download the file. Please verify the URL and try again."}}""");
    }

    private List<String> bodies(String provider) {
        return server.journal().entries().stream()
                .filter(entry -> entry.provider().equals(provider))
                .map(JournalEntry::bodyText)
                .toList();
    }

    private CompletableFuture<Answer> chat(String model, String... urls) {
        return dispatch(dispatcher, loop, chatCall(model, urls));
    }

    private static Call chatCall(String model, String... urls) {
        return call(WireFormat.OPENAI, chatBody(model, urls));
    }

    private static String chatBody(String model, String... urls) {
        String parts = Stream.of(urls)
                .map(",{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"}}"::formatted)
                .collect(Collectors.joining());
        return """
                {"model":"%s","messages":[{"role":"user","content":[{"type":"text","text":"Look"}%s]}]}
                """.formatted(model, parts);
    }

    private static Call messages(String url) {
        return call(WireFormat.ANTHROPIC, """
                {"model":"claude-opus-4-6","max_tokens":9,"messages":[{"role":"user","content":[
                {"type":"image","source":{"type":"url","url":"%s"}}]}]}
                """.formatted(url));
    }

    private static Call call(WireFormat wire, String body) {
        return new Call.Chat(
                Formats.ofClients(wire).read(body.getBytes(StandardCharsets.UTF_8), Map.of()), Terms.USUAL);
    }

    private static CompletableFuture<Answer> dispatch(Dispatcher dispatcher, Loop loop, Call call) {
        Sink sink = new Sink();
        dispatcher.dispatch(call, loop, sink);
        return sink.answer;
    }

    private static Answer answer(CompletableFuture<Answer> answer) {
        return answer.orTimeout(SOON_SECONDS, TimeUnit.SECONDS).join();
    }

    private static CallFailedException failure(CompletableFuture<Answer> answer) {
        return (CallFailedException) answer.handle((_, thrown) -> thrown)
                .orTimeout(SOON_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private Loop loop(Dispatcher of) {
        CompletableFuture<Loop> made = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> made.complete(of.loop(vertx)));
        return made.join();
    }

    private Dispatcher dispatcher(String knob) {
        SidestepConfig config = SidestepConfig.read(
                "sidestep.yaml",
                """
                %s
                providers:
                  groq:
                    models:
                      - { id: blind, image-urls: false }
                accounts:
                  - { name: gemini, key: test-gemini, base-url: "%s", models: [gemini-2.5-flash, gemini-2.0-flash] }
                  - { name: openai, key: test-openai, base-url: "%s", models: [gpt-4.1] }
                  - { name: anthropic, key: test-anthropic, base-url: "%s", models: [claude-opus-4-6] }
                  - { name: groq, key: test-groq, base-url: "%s", models: [blind] }
                routes:
                  seeing: [gemini/gemini-2.5-flash, openai/gpt-4.1]
                  gemini: [gemini/gemini-2.5-flash, gemini/gemini-2.0-flash]
                """.formatted(
                                knob,
                                server.baseUrl("gemini"),
                                server.baseUrl("openai"),
                                server.baseUrl("anthropic"),
                                server.baseUrl("groq")),
                Map.of());
        Knobs knobs = config.knobs();
        Dispatcher.Timeouts timeouts = new Dispatcher.Timeouts(knobs.connectTimeout(), knobs.idleTimeout());
        return new Dispatcher(Setup.of(config), Dispatcher.Clocks.system(), timeouts, this::fetcher);
    }

    /// The guard is told that two hosts are here: one that the certificate names, and one that it does not.
    private MediaFetcher fetcher(Vertx of) {
        HttpClientOptions trusting = new HttpClientOptions().setTrustOptions(images.keys());
        List<String> here = List.of(ImageServer.HOST, "wrong.example");
        Hosts hosts = host -> here.contains(host)
                ? Future.succeededFuture(images.address())
                : Future.failedFuture(new UnknownHostException(host));
        MediaFetcher fetcher = new MediaFetcher(of, hosts, trusting);
        fetchers.add(fetcher);
        return fetcher;
    }

    /// An answer that is not streamed.
    private record Answer(AnswerHead head, String body) {}

    private static final class Sink implements CallSink {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        @Override
        public void answered(AnswerHead head, Buffer body, List<Expense> expenses) {
            answer.complete(new Answer(head, body.toString(StandardCharsets.UTF_8)));
        }

        @Override
        public void failed(CallFailedException failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void started(AnswerHead head) {
            throw new IllegalStateException("a stream was not asked for");
        }

        @Override
        public void streamed(Buffer bytes) {
            throw new IllegalStateException("a stream was not asked for");
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrain(Runnable resume) {
            resume.run();
        }

        @Override
        public void ended(List<Expense> expenses) {
            throw new IllegalStateException("a stream was not asked for");
        }

        @Override
        public void broken(StreamBreak cause) {
            throw new IllegalStateException("a stream was not asked for");
        }
    }
}
