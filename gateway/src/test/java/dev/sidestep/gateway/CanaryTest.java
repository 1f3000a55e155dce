package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.auth.Access;
import dev.sidestep.simulator.Ending;
import dev.sidestep.simulator.Fault;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets stand wherever a secret can stand, and calls go through everything that goes wrong: no answer, page, log
/// line,
/// figure, span or file has a piece of one.
class CanaryTest {
    @TempDir
    private Path folder;

    private CanaryWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new CanaryWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void assertNothing(Collection<String> texts) {
        assertThat(texts).isNotEmpty();
        assertThat(texts.stream().flatMap(text -> world.canaries().in(text).stream()))
                .isEmpty();
    }

    /// Whether this test would notice anything: a canary that is planted is found, and so are its pieces.
    @Test
    void plantedCanaryIsFound() {
        String key = world.canaries().at("account");

        for (String planted : List.of(key, "…" + key.substring(key.length() - 8), key.substring(0, 9), base64(key))) {
            assertThat(world.canaries().in("{\"message\":\"" + planted + "\"}"))
                    .as(planted)
                    .hasSize(1);
        }
        assertThat(world.canaries().in(key.substring(key.length() - 4))).isEmpty();
    }

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /// The proof that the secrets are in use: the provider was shown them.
    @Test
    void providersAreShownWhatIsTheirsAndNothingElse() throws Exception {
        world.call("a1", false);
        world.call("b1", false);

        var entries = world.journal().entries();
        assertThat(world.canaries().in(entries.getFirst().headers().toString())).isEmpty();
        assertThat(entries.getLast().headers())
                .containsEntry("x-team", world.canaries().at("header"));
    }

    @Test
    void noAnswerHasOne() throws Exception {
        world.meetEverything();

        // The simulation repeats what it was asked, for its caller.
        assertThat(world.answers().stream().flatMap(text -> world.canaries().in(text).stream()))
                .isNotEmpty()
                .allMatch(found -> found.startsWith("prompt:"));
    }

    @Test
    void noQuestionOfAnAdminIsAnsweredWithOne() throws Exception {
        world.meetEverything();
        String call = world.recordedCall();

        List<String> told = new ArrayList<>();
        for (Route route : new Routes().all()) {
            if (route.method().equals(HttpMethod.GET) && !route.path().equals("/api/v1/live")) {
                told.add(world.look(path(route.path(), call), route.access() == Access.CLIENT));
            }
        }
        for (String parameters : List.of("usage?group_by=client,hour", "usage?format=csv", "calls?with=trail")) {
            told.add(world.look("/api/v1/" + parameters, false));
        }

        assertNothing(told);
        assertThat(told).hasSizeGreaterThan(25).anyMatch(text -> text.contains(call));
    }

    private static String path(String pattern, String call) {
        return pattern.replace("/calls/{}", "/calls/" + call)
                .replace("models/{...}", "models/a1")
                .replace("{...}", "index.html")
                .replace("{}", "groq");
    }

    @Test
    void noFileOfTheDashboardHasOne() throws Exception {
        List<String> files = new ArrayList<>();
        Path dashboard = Path.of("src/main/resources/dashboard");
        try (Stream<Path> all = Files.walk(dashboard)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.add(world.look("/dashboard/" + dashboard.relativize(file), false));
            }
        }

        assertNothing(files);
        assertThat(files).hasSizeGreaterThan(15);
    }

    @Test
    void noLineOfTheLogHasOne() throws Exception {
        try (EncodedLog log = new EncodedLog()) {
            world.restart();
            world.meetEverything();
            world.restart();

            assertNothing(log.lines());
            assertThat(log.lines()).hasSizeGreaterThan(50).anyMatch(line -> line.startsWith("{"));
        }
    }

    @Test
    void noSpanHasOne() throws Exception {
        world.meetEverything();
        world.close();

        assertNothing(world.collector().spans().stream().map(Span::toString).toList());
        assertThat(world.collector().heads().toString())
                .contains(world.canaries().at("otlp"));
    }

    @Test
    void noFileThatIsKeptHasOne() throws Exception {
        world.meetEverything();
        world.recordedCall();
        assertNothing(world.files());

        world.close();

        assertNothing(world.files());
        assertThat(world.files()).anyMatch(text -> text.startsWith("SQLite format 3"));
    }

    @Test
    void liveStreamHasNone() throws Exception {
        try (RawClient viewer = world.viewer()) {
            world.meetEverything();

            String told = viewer.readUntil("\"outcome\":\"answered\"") + viewer.readUntil("event: tick");

            assertNothing(List.of(told));
        }
    }

    @Test
    void noCommandPrintsOne() throws Exception {
        world.meetEverything();
        world.recordedCall();

        for (String command : List.of("status", "top", "usage", "calls", "check", "models")) {
            String printed = world.command(command);

            assertThat(world.canaries().in(printed)).as(command).isEmpty();
            assertThat(printed).as(command).containsAnyOf("groq", "a1");
        }
    }

    /// What a person mistypes is shown to nobody either.
    @Test
    void mistakeInTheConfigurationIsToldWithoutTheSecretThatIsInIt() throws Exception {
        String key = world.canaries().at("account");
        for (String line : List.of(
                "    base-url: https://me:" + key + "@example.com/v1",
                "    base-url: https://example.com/v1?key=" + key + "#x",
                "    headers: [" + key + "]",
                "    headers: " + key,
                "    models: " + key + "\ngateway:\n  admin-keys: " + key,
                "    key: x\ngateway:\n  api-keys: " + key,
                "    key: x\ngateway:\n  vault-key: " + key,
                "    key: x\ngateway:\n  share: https://me:" + key + "@example.com",
                "    key: x\ngateway:\n  store: postgresql://me:" + key + "@127.0.0.1:1/db?nonsense=1",
                "    key: x\ngateway:\n  traces: https://me:" + key + "@example.com",
                "    key: x\ngateway:\n  traces: {endpoint: 'https://me:" + key + "@example.com'}",
                "    key: [" + key + "]",
                "    key: {" + key + ": x}",
                "    key: \"" + key + "\\n\"",
                "    key: " + key + "\n    key: " + key)) {
            String printed = world.checked(line);

            assertThat(world.canaries().in(printed)).as(line).isEmpty();
        }
    }

    private static List<Fault> quoting(Map<String, String> shown) {
        String quoted = String.join(" ", shown.values());
        String error =
                "{\"error\":{\"message\":\"Not with " + quoted + "\",\"type\":\"x\",\"code\":\"" + quoted + "\"}}";
        return List.of(
                Fault.json(401, error),
                Fault.json(403, error),
                Fault.json(400, error),
                Fault.json(404, error),
                Fault.json(402, error),
                Fault.json(413, error),
                Fault.json(429, error),
                Fault.json(500, error),
                Fault.json(200, error),
                Fault.answer(503, "text/html", "<h1>" + quoted + "</h1>"),
                Fault.redirect("https://example.com/?key=" + quoted.replace(' ', '+')),
                Fault.raw("HTTP/1.1 200 " + quoted + "\r\n" + quoted + "\r\n\r\n"),
                new Fault.ExtraHeaders(Map.of("x-request-id", quoted, "retry-after", quoted)),
                new Fault.Cut(0, new Ending.ErrorObject(error)),
                // An event that is no error is content, and content is passed on as it is.
                new Fault.Cut(3, new Ending.ErrorEvent(error)));
    }

    /// What a provider may do with what it was shown.
    static List<Fault> everything(Map<String, String> shown) {
        List<Fault> all = new ArrayList<>(quoting(shown));
        all.addAll(List.of(
                Fault.reset(),
                Fault.close(),
                Fault.closeAfterHeaders(),
                Fault.truncatedGzip(),
                Fault.errorFirst(),
                Fault.limitAfterRole(),
                Fault.errorAfterContent(1),
                Fault.emptyStream(),
                Fault.endsEarly(1),
                Fault.resetAfterContent(1),
                Fault.malformedEvent(1),
                new Fault.WrongLength(10)));
        return all;
    }
}
