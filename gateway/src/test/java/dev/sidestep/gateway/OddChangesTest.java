package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.accounts.ConfigFile;
import dev.sidestep.gateway.config.GatewayConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Changes of accounts that nobody would ask for by hand: they are refused in words, or mean exactly what they say.
class OddChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Bench bench;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.start();
        file = folder.resolve("sidestep.yaml");
        Files.writeString(
                file, Bench.yaml(bench.server(), "").replace("    models: [b1, text-embedding-3-small]\n", ""));
        bench.gateway().reload(read(file));
        bench.gateway().addAccountPlace(ConfigFile.of(file, Map.of()));
        bench.gateway().watch(file, OddChangesTest::read);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static GatewayConfig read(Path file) {
        return GatewayConfig.read(file, Map.of());
    }

    static Stream<String> routes() {
        return Stream.of(
                "PATCH /api/v1/accounts/groq",
                "PUT /api/v1/accounts/order",
                "POST /api/v1/accounts",
                "POST /api/v1/session",
                "POST /api/v1/simulation",
                "POST /api/v1/explain",
                "POST /api/v1/try/chat/completions");
    }

    static List<String> nonsense() {
        List<String> all = new ArrayList<>(List.of(
                "",
                " ",
                "null",
                "true",
                "0",
                "\"\"",
                "[]",
                "{}",
                "{",
                "{}{}",
                "{\"a\":1,}",
                "{'a':1}",
                "NaN",
                "\u0000",
                "\ufeff{}",
                "{\"\":\"\"}",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "{\"pinned\":" + "[".repeat(900) + "]".repeat(900) + "}",
                "{\"accounts\":1" + "0".repeat(100_000) + "}",
                "{\"disabled\":1e999999999}",
                "{\"name\":1e-999999999}",
                "{\"models\":\"" + "x".repeat(2_000_000) + "\"}",
                "{\"" + "x".repeat(200_000) + "\":1}",
                "{\"pinned\":[\"\\ud800\"]}",
                "{\"pinned\":[\"\\u0000\"]}"));
        for (String field : List.of(
                "name",
                "key",
                "provider",
                "base_url",
                "wire",
                "models",
                "quota_group",
                "quotas",
                "pinned",
                "without",
                "disabled",
                "allow_http",
                "accounts",
                "model",
                "messages",
                "fault",
                "exhausted",
                "restrict")) {
            for (String value : List.of(
                    "null",
                    "1",
                    "-1.5",
                    "true",
                    "\"\"",
                    "\"x\"",
                    "[]",
                    "[1]",
                    "[null]",
                    "[[]]",
                    "[\"\"]",
                    "{}",
                    "{\"rpm\":\"x\"}",
                    "{\"rpm\":-1}",
                    "{\"rpm\":9223372036854775808}",
                    "{\"x\":{}}")) {
                all.add("{\"" + field + "\":" + value + "}");
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nonsenseIsRefusedInWordsAndBreaksNothing(String route) throws Exception {
        String[] parts = route.split(" ");
        String before = Files.readString(file);
        for (String body : nonsense()) {
            HttpResponse<String> answer = bench.send(parts[0], parts[1], body);
            String shown = body.substring(0, Math.min(60, body.length()));

            assertThat(answer.statusCode()).as(shown).isLessThan(500);
            if (answer.statusCode() >= 400) {
                assertThat(JSON.readTree(answer.body())
                                .path("error")
                                .path("message")
                                .asText())
                        .as(shown)
                        .isNotBlank()
                        .hasSizeLessThan(2_000);
            }
        }
        if (!route.startsWith("PATCH")) {
            assertThat(Files.readString(file)).isEqualTo(before);
        }
        assertThat(bench.get("/api/v1/targets").statusCode()).isEqualTo(200);
    }

    @Test
    void bodyThatIsLargerThanAnyConfigurationIsRefused() throws Exception {
        String large = "{\"pinned\":[\"" + "x".repeat(21_000_000) + "\"]}";

        assertThat(bench.send("PATCH", "/api/v1/accounts/groq", large).statusCode())
                .isEqualTo(413);
    }

    /// What a model may be called, as far as HTTP and JSON go.
    static Stream<String> models() {
        return Stream.of(
                "a: b",
                "a #b",
                "#a",
                "a\"b",
                "a'b",
                "\"",
                "'",
                "\\",
                "a\\nb",
                "[a",
                "a]",
                "{a: b}",
                "a,b",
                "a, disabled: true",
                "- a",
                "-",
                "--- a",
                "...",
                "&a",
                "*a",
                "!a",
                "!!java.lang.Runtime x",
                "|",
                ">",
                "%TAG",
                "@a",
                "`a`",
                "? a",
                ": a",
                "a:",
                "null",
                "~",
                "yes",
                "true",
                "1",
                "1.0",
                "0x1f",
                "1_000",
                "2026-01-01",
                "12:30:45",
                ".inf",
                "=",
                "<<",
                "\u2028x",
                "x\u2029",
                "\u0085x",
                "\ufeffx",
                "\u200bx",
                "\u202ex",
                "größer 🦊",
                "a/b/c",
                "../x",
                "$HOME",
                "$(id)",
                "$ {x}",
                "x".repeat(200),
                " a ",
                "a\u00a0b",
                "${GROQ_API_KEY}",
                "${file:/etc/passwd}",
                "a\nb",
                "a\n    disabled: true",
                "a\r\nb",
                "a\tb",
                "a\u0000b",
                "\u007f",
                "x".repeat(201));
    }

    @ParameterizedTest
    @MethodSource("models")
    void nameOfAModelMeansItselfInTheFileOrIsRefused(String model) throws Exception {
        String before = Files.readString(file);
        String body = JSON.writeValueAsString(Map.of("without", List.of(model)));

        HttpResponse<String> answer = bench.send("PATCH", "/api/v1/accounts/openai", body);

        if (answer.statusCode() == 200) {
            assertThat(withoutOf(Files.readString(file)))
                    .isEqualTo(JSON.createArrayNode().add(model));
            assertThat(read(file).calls().accounts()).hasSize(2);
            bench.send("PATCH", "/api/v1/accounts/openai", "{\"without\":[]}");
        } else {
            assertThat(answer.statusCode()).isIn(400, 409);
        }
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    /// As the file is read without any of our own.
    private static JsonNode withoutOf(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text))
                .path("accounts")
                .path(1)
                .path("without");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void namesOfAnyCharactersLeaveTheFileAsItWas(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String alphabet = "ab01 :#-,[]{}&*!|>'\"%@`?~=<$\\/.\n\t\u0000\u0085\u2028\ufeffß🦊";
        int[] letters = alphabet.codePoints().toArray();
        String before = Files.readString(file);
        for (int i = 0; i < 100; i++) {
            StringBuilder name = new StringBuilder();
            random.ints(random.nextInt(1, 9), 0, letters.length).forEach(at -> name.appendCodePoint(letters[at]));
            nameOfAModelMeansItselfInTheFileOrIsRefused(name.toString());
        }
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void nameOfAnAccountInThePathIsNoPath() throws Exception {
        for (String name :
                List.of("..%2fx", "%2e%2e", "a%2fb", "%00", "a%0ab", "%F0%9F%A6%8A", "x".repeat(4_000), "%22")) {
            HttpResponse<String> answer = bench.send("PATCH", "/api/v1/accounts/" + name, "{\"disabled\":true}");

            assertThat(answer.statusCode()).as(name).isIn(400, 404);
        }
    }

    @Test
    void accountsOfOddNamesAreNotAdded() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            for (String name : List.of(
                    "a b",
                    "a/b",
                    "../x",
                    "a\nb",
                    "a\u0000",
                    "größer",
                    "🦊",
                    "\u202egroq",
                    "a\u200b",
                    "x".repeat(500),
                    "${X}",
                    "<script>",
                    "a\"b",
                    "order",
                    "-",
                    ".",
                    "constructor")) {
                String body = world.mine().replace("\"mine\"", JSON.writeValueAsString(name));
                HttpResponse<String> answer = world.add(body);

                assertThat(answer.statusCode()).as(name).isIn(201, 400);
                if (answer.statusCode() == 201) {
                    assertThat(name).matches("[a-z.-]+");
                    assertThat(world.delete(name).statusCode()).as(name).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void keysOfOddCharactersReachNoHeader() throws Exception {
        try (AddedAccountsWorld world = AddedAccountsWorld.in(folder)) {
            for (String key : List.of("a\r\nx-evil: 1", "a\u0000b", "schlüssel-des-tests", "a b", "🦊🦊🦊🦊")) {
                String body = world.mine().replace("\"" + AddedAccountsWorld.KEY + "\"", JSON.writeValueAsString(key));
                int status = world.add(body).statusCode();
                if (status == 201) {
                    assertThat(world.chat("mine/b1").statusCode()).as(key).isLessThan(504);
                    world.delete("mine");
                }
                assertThat(status).as(key).isIn(201, 400);
            }
            assertThat(world.journal().entries())
                    .noneMatch(entry -> entry.headers().containsKey("x-evil"));
        }
    }

    @Test
    void fileKeepsItsRights() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        bench.send("PATCH", "/api/v1/accounts/openai", "{\"without\":[\"x\"]}");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("without: [x]");
    }
}
