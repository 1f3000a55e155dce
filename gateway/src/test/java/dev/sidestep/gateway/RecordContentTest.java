package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Where;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What calls say is kept only where the operator wants that, and what opens doors is kept and told nowhere.
class RecordContentTest {
    private static final String PROMPT = "canary-of-the-prompt-8ab3";
    private static final String CALLER_KEY = "sk-canary-of-the-caller-77c0";
    private static final String ADMIN_KEY = "sk-canary-of-the-admin-4e12";
    private static final String REDIS_PASSWORD = "canary-of-redis-90fd";
    private static final String POSTGRES_PASSWORD = "canary-of-postgres-31aa";
    private static final List<String> SECRETS =
            List.of(LastingWorld.ACCOUNT_KEY, CALLER_KEY, ADMIN_KEY, REDIS_PASSWORD, POSTGRES_PASSWORD);

    @TempDir
    private Path folder;

    private final LastingWorld world = new LastingWorld();
    private final HeardLog log = new HeardLog();
    private String state = "";

    @BeforeEach
    void keep() {
        state = LastingWorld.in(folder) + "  log-level: trace\n";
    }

    @AfterEach
    void close() {
        world.close();
        log.close();
    }

    private String prompt(boolean streaming) throws IOException {
        String body = LastingWorld.hello(LastingWorld.OTHER, streaming).replace("Hello", PROMPT);
        return LastingWorld.id(world.post(LastingWorld.CHAT, body));
    }

    /// Every byte of every file of the directory.
    private List<String> files() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    private static void assertNowhere(List<String> texts, String secret) {
        assertThat(texts).isNotEmpty().noneMatch(text -> text.contains(secret));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contentIsKeptWhereThatIsWanted(boolean streaming) throws Exception {
        world.open(state + "  record-content: true\n");

        String id = prompt(streaming);

        assertThat(LastingWorld.await(() -> world.json("/api/v1/calls/" + id).has("content")))
                .isTrue();
        JsonNode content = world.call(id).path("content");
        assertThat(content.path("request").asText()).contains(PROMPT);
        assertThat(content.path("answer").asText())
                .contains(streaming ? "data: [DONE]" : "\"role\":\"assistant\"", "usage");
        assertNowhere(log.lines(), PROMPT);
    }

    @Test
    void contentIsKeptNowhereElse() throws Exception {
        world.open(state);

        for (String id : List.of(prompt(false), prompt(true))) {
            assertThat(world.call(id).path("outcome").asText()).isEqualTo("answered");
            assertThat(world.call(id).has("content")).isFalse();
        }
        assertNowhere(files(), PROMPT);
        world.end();
        assertNowhere(files(), PROMPT);
        assertNowhere(log.lines(), PROMPT);
    }

    private static String keys() {
        return "  api-keys: [{key: " + CALLER_KEY + ", name: team}]\n  admin-keys: [" + ADMIN_KEY + "]\n"
                + "  record-content: true\n"
                + "  share: redis://default:" + REDIS_PASSWORD + "@127.0.0.1:1\n";
    }

    /// Calls, some of which fail in a way that makes a provider quote the key.
    private List<String> ids() throws IOException {
        String refusal = "{\"error\":{\"message\":\"Incorrect API key provided: " + LastingWorld.ACCOUNT_KEY
                + "\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}";
        world.showing("authorization", "Bearer " + CALLER_KEY);
        world.providers().simulator().inject(Where.model("groq", LastingWorld.FIRST), Fault.json(401, refusal), 9);
        List<String> ids = new ArrayList<>(List.of(prompt(false), prompt(true)));
        ids.add(LastingWorld.id(world.chat("auto")));
        ids.add(LastingWorld.id(world.chat("groq/" + LastingWorld.FIRST)));
        return ids;
    }

    /// What every address answers that only asks.
    private List<String> answers(List<String> ids) throws IOException {
        world.showing("authorization", "Bearer " + ADMIN_KEY);
        List<String> answers = new ArrayList<>();
        for (Route route : new Routes().all()) {
            boolean isAsked =
                    route.method().equals(HttpMethod.GET) && !route.path().endsWith("/live"); // it never ends
            for (String id : isAsked ? ids : List.<String>of()) {
                answers.add(world.get(route.path().replace("{}", id).replace("{...}", LastingWorld.FIRST))
                        .body());
            }
        }
        world.showing("authorization", "Bearer " + CALLER_KEY);
        answers.add(world.get("/metrics").body());
        return answers;
    }

    @Test
    void keysAreKeptAndToldNowhere() throws Exception {
        world.open(state + keys());

        List<String> told = new ArrayList<>(answers(ids()));
        told.addAll(files());
        world.end();
        told.addAll(files());
        told.addAll(log.lines());

        assertThat(told).anyMatch(text -> text.contains("invalid_api_key") || text.contains("Incorrect API key"));
        SECRETS.forEach(secret -> assertNowhere(told, secret));
    }

    @Test
    void passwordOfADatabaseIsToldNowhere() throws Exception {
        world.open(
                "  store: postgresql://me:" + POSTGRES_PASSWORD + "@127.0.0.1:1/state\n  log-level: trace\n" + keys());

        List<String> told = new ArrayList<>(answers(ids().subList(0, 1)));
        world.end();
        told.addAll(log.lines());

        assertThat(told).anyMatch(text -> text.contains("state cannot be kept in"));
        SECRETS.forEach(secret -> assertNowhere(told, secret));
    }
}
