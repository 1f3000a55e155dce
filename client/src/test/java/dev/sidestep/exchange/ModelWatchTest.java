package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.ProviderConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Model;
import dev.sidestep.core.Target;
import dev.sidestep.wire.canonical.WireFormat;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What providers list is asked for in the background, and is in force from then on.
class ModelWatchTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String KEPT = "openai/gpt-oss-120b";
    private static final String GONE = "openai/gpt-oss-20b";
    private static final String GROQ = "/openai/v1/models";

    private final Vertx vertx = Loop.vertx(1);
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicLong nowNanos = new AtomicLong();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer().requestHandler(this::answer);
        server.listen(0, "127.0.0.1").await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.uri() + " " + credential(request));
        request.response()
                .setStatusCode(pages.containsKey(request.uri()) ? status : 404)
                .putHeader("location", "/elsewhere")
                .end(pages.getOrDefault(request.uri(), "{}"));
    }

    private static String credential(HttpServerRequest request) {
        return request.getHeader("authorization") + " " + request.getHeader("x-api-key") + " "
                + request.getHeader("anthropic-version") + " " + request.getHeader("x-goog-api-key");
    }

    private AccountConfig.Builder account(String name, String path) {
        return AccountConfig.builder(name)
                .key(Secret.of("key-of-" + name))
                .baseUrl(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }

    private SidestepConfig.Builder groq() {
        return SidestepConfig.builder().account(account("groq", "/openai/v1").build());
    }

    private Dispatcher watched(SidestepConfig config) {
        Dispatcher dispatcher = Dispatcher.of(config, new Dispatcher.Clocks(nowNanos::get, InstantSource.system()));
        CompletableFuture<Loop> loop = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> loop.complete(dispatcher.loop(vertx)));
        dispatcher.watchModels(loop.join());
        return dispatcher;
    }

    private static List<String> models(Dispatcher dispatcher) {
        return dispatcher.setup().targets().all().stream()
                .map(Target::model)
                .map(Model::id)
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long endNanos = System.nanoTime() + SOON.toNanos();
        Object monitor = new Object();
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).isLessThan(endNanos);
                monitor.wait(5);
            }
        }
    }

    private static void awaitOffer(Dispatcher dispatcher) throws InterruptedException {
        await(() -> !dispatcher.offers().isEmpty());
    }

    private void listed(String... ids) {
        pages.put(GROQ, "{\"data\": [{\"id\": \"" + String.join("\"}, {\"id\": \"", ids) + "\"}]}");
    }

    @Test
    void openAiListIsInForce() throws Exception {
        listed(KEPT, "new/model", "whisper-large-v3");

        Dispatcher dispatcher = watched(groq().build());

        awaitOffer(dispatcher);
        assertThat(models(dispatcher)).containsExactly(KEPT, "new/model");
        assertThat(asked).containsExactly(GROQ + " Bearer key-of-groq null null null");
        ModelOffer offer = dispatcher.offers().getFirst();
        assertThat(offer.added()).containsExactly("new/model");
        assertThat(offer.gone()).contains(GONE).doesNotContain(KEPT);
    }

    @Test
    void anthropicListIsReadPageByPage() throws Exception {
        pages.put(
                "/v1/models?limit=1000",
                "{\"data\": [{\"id\": \"claude-opus-5\"}], \"has_more\": true," + " \"last_id\": \"claude-opus-5\"}");
        pages.put(
                "/v1/models?limit=1000&after_id=claude-opus-5",
                "{\"data\": [{\"id\": \"claude-opus-9\"}]," + " \"has_more\": false, \"last_id\": \"claude-opus-9\"}");

        Dispatcher dispatcher = watched(SidestepConfig.builder()
                .account(account("anthropic", "/v1").build())
                .build());

        awaitOffer(dispatcher);
        assertThat(models(dispatcher)).containsExactly("claude-opus-5", "claude-opus-9");
        assertThat(asked).hasSize(2).allMatch(each -> each.endsWith(" null key-of-anthropic 2023-06-01 null"));
    }

    @Test
    void geminiListIsReadPageByPage() throws Exception {
        String able = "\"supportedGenerationMethods\": [\"generateContent\"]";
        pages.put(
                "/v1beta/models?pageSize=1000",
                "{\"models\": [{\"name\": \"models/gemini-2.5-pro\", " + able + "}], \"nextPageToken\": \"two\"}");
        pages.put(
                "/v1beta/models?pageSize=1000&pageToken=two",
                "{\"models\": [{\"name\": \"models/gemini-9\", " + able
                        + ", \"inputTokenLimit\": 4096, \"outputTokenLimit\": 512}]}");

        Dispatcher dispatcher = watched(SidestepConfig.builder()
                .account(account("gemini", "/v1beta").build())
                .build());

        awaitOffer(dispatcher);
        assertThat(models(dispatcher)).containsExactly("gemini-2.5-pro", "gemini-9");
        assertThat(dispatcher.setup().targets().all().getLast().model().maxOutputTokens())
                .isEqualTo(512);
        assertThat(asked).hasSize(2).allMatch(each -> each.endsWith(" null null null key-of-gemini"));
    }

    @Test
    void whatWasLearnedSurvivesAReload() throws Exception {
        listed(KEPT, "new/model");
        Dispatcher dispatcher = watched(groq().build());
        awaitOffer(dispatcher);

        dispatcher.reload(Setup.of(
                groq().route("smart", List.of("new/model", "groq/" + GONE)).build()));

        assertThat(models(dispatcher)).containsExactly(KEPT, GONE, "new/model");
        assertThat(dispatcher.setup().targets().named("smart")).hasSize(2);
        assertThat(asked).hasSize(1);
    }

    @Test
    void anAccountWithAnotherKeyIsAnotherAccount() throws Exception {
        listed(KEPT);
        Dispatcher dispatcher = watched(groq().build());
        awaitOffer(dispatcher);
        pages.clear();

        dispatcher.reload(Setup.of(SidestepConfig.builder()
                .account(account("groq", "/openai/v1")
                        .key(Secret.of("another-key"))
                        .build())
                .build()));

        assertThat(models(dispatcher)).contains(KEPT, GONE);
        await(() -> asked.size() == 2);
        assertThat(asked).anyMatch(each -> each.contains("another-key"));
    }

    @Test
    void aReloadAsksAgainAfterAnHour() throws Exception {
        listed(KEPT);
        Dispatcher dispatcher = watched(groq().build());
        awaitOffer(dispatcher);

        listed(KEPT, GONE);
        nowNanos.addAndGet(Duration.ofHours(1).toNanos());
        dispatcher.reload(Setup.of(groq().build()));

        await(() -> models(dispatcher).contains(GONE));
        assertThat(asked).hasSize(2);
    }

    @Test
    void fixedListsAreNotAskedFor() throws Exception {
        listed(KEPT);
        SidestepConfig config = groq().account(
                        account("groq-fixed", "/fixed").models(List.of(GONE)).build())
                .provider(ProviderConfig.builder("own", URI.create("http://127.0.0.1:" + server.actualPort() + "/own"))
                        .models(List.of(Model.unknown("own-model")))
                        .wires(List.of(WireFormat.OPENAI))
                        .build())
                .account(AccountConfig.builder("own").build())
                .build();

        Dispatcher dispatcher = watched(config);

        awaitOffer(dispatcher);
        assertThat(asked).hasSize(1);
        assertThat(models(dispatcher)).containsExactly(KEPT, GONE, "own-model");
    }

    @Test
    void theClassicCatalogueIsNotAskedFor() throws Exception {
        listed(KEPT);
        Dispatcher dispatcher = watched(groq().catalogue(Catalogue.classic()).build());
        List<String> classic = models(dispatcher);

        dispatcher.reload(Setup.of(groq().build()));

        awaitOffer(dispatcher);
        assertThat(asked).hasSize(1);
        assertThat(classic).hasSize(17);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 404, 429, 500})
    void aRefusedListChangesNothing(int refused) throws Exception {
        listed(KEPT);
        status = refused;
        Dispatcher dispatcher = watched(groq().build());
        await(() -> asked.size() == 1);

        assertUnchangedUntilItIsAskedAgain(dispatcher);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"data\": [", "{\"error\": {\"message\": \"no\"}}"})
    void aBrokenListChangesNothing(String body) throws Exception {
        pages.put(GROQ, body);
        Dispatcher dispatcher = watched(groq().build());
        await(() -> asked.size() == 1);

        assertUnchangedUntilItIsAskedAgain(dispatcher);
    }

    private void assertUnchangedUntilItIsAskedAgain(Dispatcher dispatcher) throws InterruptedException {
        assertThat(models(dispatcher)).contains(KEPT, GONE);
        assertThat(asked).hasSize(1);
        listed(KEPT);
        status = 200;
        nowNanos.addAndGet(Duration.ofHours(1).toNanos());
        dispatcher.reload(Setup.of(groq().build()));
        awaitOffer(dispatcher);
        assertThat(asked).hasSize(2);
        assertThat(models(dispatcher)).containsExactly(KEPT);
    }

    @Test
    void aListOfAnotherProviderChangesNothing() throws Exception {
        listed("somebody/else");

        Dispatcher dispatcher = watched(groq().build());

        awaitOffer(dispatcher);
        assertThat(models(dispatcher)).contains(KEPT, GONE).doesNotContain("somebody/else");
        assertThat(dispatcher.offers().getFirst().added()).isEmpty();
    }

    @Test
    void aListWithoutAnEndIsGivenUp() throws Exception {
        pages.put("/v1/models?limit=1000", "{\"data\": [], \"has_more\": true, \"last_id\": \"x\"}");
        pages.put("/v1/models?limit=1000&after_id=x", "{\"data\": [], \"has_more\": true, \"last_id\": \"x\"}");

        Dispatcher dispatcher = watched(SidestepConfig.builder()
                .account(account("anthropic", "/v1").build())
                .account(account("groq", "/openai/v1").build())
                .build());

        await(() -> asked.stream().filter(each -> each.startsWith("/v1")).count() == 20);
        assertThat(models(dispatcher)).contains("claude-opus-5", KEPT);
        assertThat(dispatcher.offers()).isEmpty();
    }
}
