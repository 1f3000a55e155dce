package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningCommandsTest {
    private static final String URL = "http://127\\.0\\.0\\.1:\\d+";

    @TempDir
    private Path folder = Path.of("");

    private Captured terminal = Captured.in(folder, Map.of());

    @BeforeEach
    void inTheFolder() {
        terminal = Captured.in(folder, Map.of());
    }

    @Test
    void simulateAnswersUntilItIsToldToEnd() throws Exception {
        CompletableFuture<Integer> code = terminal.start("simulate", "--port", "0", "--no-limits");
        String groq = terminal.awaitOut(URL + "/groq/openai/v1(?=\\s)");

        HttpResponse<String> answer = chat(groq, "llama-3.1-8b-instant");
        terminal.stop();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(code.join()).isZero();
        assertThat(terminal.out()).contains("17 models", "curl " + groq, "1 request received");
    }

    @Test
    void simulateTellsEveryMistakeOfASpecification() throws Exception {
        Files.writeString(folder.resolve("my.json"), "{\"limits\": \"maybe\", \"nonsense\": 1}");

        int code = terminal.run("simulate", "--port", "0", "--spec", "my.json");

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err()).contains("my.json:", "limits", "nonsense");
    }

    @Test
    void serveStartsWithoutAnyAccountAndSaysWhereOneCanBeAdded() throws Exception {
        CompletableFuture<Integer> code = terminal.start("serve", "--no-store", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("add one at " + URL).substring("add one at ".length());

        HttpResponse<String> answer = chat(url + "/v1", "auto");
        terminal.stop();

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(code.join()).isZero();
        assertThat(terminal.out()).contains("none yet", url + "/#/accounts", "GROQ_API_KEY");
    }

    @Test
    void serveAnswersUntilItIsToldToEnd() throws Exception {
        CompletableFuture<Integer> code = terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("listens at " + URL).substring("listens at ".length());

        HttpResponse<String> answer = chat(url + "/v1", "auto");
        terminal.stop();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-sidestep-target")).contains("groq-free/llama-3.3-70b-specdec");
        assertThat(code.join()).isZero();
        assertThat(terminal.out())
                .contains(
                        "groq-free (17 models), openai (7 models), anthropic (5 models), gemini (2 models)",
                        "everyone on this machine");
    }

    @Test
    void simulatedGatewayKeepsUsageAndCallsWhileItRuns() throws Exception {
        CompletableFuture<Integer> code = terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("listens at " + URL).substring("listens at ".length());

        String id = chat(url + "/v1", "auto")
                .headers()
                .firstValue("x-sidestep-call")
                .orElseThrow();

        assertThat(awaitBody(url + "/api/v1/calls/" + id, "\"outcome\":\"answered\""))
                .contains(id, "\"outcome\":\"rate-limited\"", "llama-3.3-70b-specdec");
        assertThat(awaitBody(url + "/api/v1/usage?group_by=model", "\"calls\":1"))
                .contains("llama-3.3-70b-specdec");
        terminal.stop();
        assertThat(code.join()).isZero();
    }

    @Test
    void topPrintsOneFrameWhereNobodyLooksAtAScreen() throws Exception {
        CompletableFuture<Integer> code = terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("listens at " + URL).substring("listens at ".length());
        chat(url + "/v1", "auto");
        Captured other = Captured.in(folder, Map.of("COLUMNS", "120"));

        int shown = other.run("top", "--url", url);
        terminal.stop();

        assertThat(shown).isZero();
        assertThat(other.out())
                .contains("Sidestep at " + url, "Calls", "Not ready", "cooling")
                .doesNotContain("\u001b");
        assertThat(code.join()).isZero();
    }

    @Test
    void topSaysWhereNothingListens() {
        assertThat(terminal.run("top", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(terminal.err()).contains("Nothing listens at http://127.0.0.1:1");
    }

    /// What an address answers, once it contains this.
    private static String awaitBody(String url, String part) throws Exception {
        long endNanos = System.nanoTime() + 20_000_000_000L;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                String body = client.send(
                                HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                        .body();
                if (body.contains(part) || System.nanoTime() > endNanos) {
                    return body;
                }
            }
        }
    }

    @Test
    void serveElsewhereWithoutAKeyIsRefused() {
        int code = terminal.run("serve", "--simulate", "--listen", "0.0.0.0:0");

        assertThat(code).isEqualTo(1);
        assertThat(terminal.err()).contains("api-keys").doesNotContain("\tat ");
    }

    @Test
    void simulatedGatewayLeavesNothingBehind() throws Exception {
        CompletableFuture<Integer> code = terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0");
        String state = terminal.awaitOut("state     in [^\\n]*").substring("state     in ".length());
        assertThat(Path.of(state.strip())).isDirectory();

        terminal.stop();

        assertThat(code.join()).isZero();
        assertThat(Path.of(state.strip())).doesNotExist();
    }

    @Test
    void serveIsToldWhereStateIsKept() throws Exception {
        CompletableFuture<Integer> code =
                terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0", "--data-dir", "kept");
        terminal.awaitOut("state     in " + folder.resolve("kept"));
        terminal.stop();
        assertThat(code.join()).isZero();

        Captured another = Captured.in(folder, Map.of());
        CompletableFuture<Integer> codeOfAnother =
                another.start("serve", "--simulate", "--listen", "127.0.0.1:0", "--no-store");
        another.awaitOut("state     ends with this process");
        another.stop();
        assertThat(codeOfAnother.join()).isZero();
    }

    @Test
    void statusShowsWhatIsCoolingAndClearsIt() throws Exception {
        CompletableFuture<Integer> code = terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("listens at " + URL).substring("listens at ".length());
        chat(url + "/v1", "auto");

        String before = status("--url", url);
        String cleared = status("--url", url, "--clear", "groq_llama-3.3-70b-versatile");
        String after = status("--url", url);
        terminal.stop();

        assertThat(before)
                .contains("groq-free  groq: 1 cooling, 16 ready", "\n  llama-3.3-70b-versatile  cooling 22m")
                .contains("rate-limit per day, key groq_llama-3.3-70b-versatile: Rate limit reached")
                .contains("TPD  ░░░░░░░░░░░░   0 % of 100,000, full in")
                .contains("\n1 cooling; models available: groq 16")
                .doesNotContain("\u001b");
        assertThat(cleared).contains("Cleared: 1");
        assertThat(after).contains("Nothing is cooling");
        assertThat(code.join()).isZero();
    }

    @Test
    void keyOfTheEnvironmentIsTheAdminsBeforeTheCallers() throws Exception {
        Files.writeString(folder.resolve("sidestep.yaml"), """
                accounts: [{name: groq, key: "${K}", models: [m], base-url: "http://127.0.0.1:9/"}]
                gateway: {listen: "127.0.0.1:0", store: none, api-keys: ["${CALLERS}"], admin-keys: ["${ADMINS}"]}
                """);
        Map<String, String> keys = Map.of(
                "K", "sk-of-the-provider-of-the-test",
                "CALLERS", "sk-of-the-callers-of-the-test",
                "ADMINS", "sk-of-the-admins-of-the-test");
        Captured serving = Captured.in(folder, keys);
        CompletableFuture<Integer> code = serving.start("serve");
        String url = serving.awaitOut("listens at " + URL).substring("listens at ".length());

        Captured admin = Captured.in(
                folder, Map.of("SIDESTEP_ADMIN_KEY", keys.get("ADMINS"), "SIDESTEP_KEY", keys.get("CALLERS")));
        Captured caller = Captured.in(folder, Map.of("SIDESTEP_KEY", keys.get("CALLERS")));

        assertThat(admin.run("status", "--url", url)).as(admin.err()).isZero();
        assertThat(caller.run("status", "--url", url)).isEqualTo(1);
        assertThat(caller.err()).contains("set SIDESTEP_ADMIN_KEY to one of its gateway.admin-keys");
        serving.stop();
        assertThat(code.join()).isZero();
    }

    @Test
    void statusIsShownAgainUntilItIsToldToEnd() throws Exception {
        CompletableFuture<Integer> serving = terminal.start("serve", "--simulate", "--listen", "127.0.0.1:0");
        String url = terminal.awaitOut("listens at " + URL).substring("listens at ".length());
        Captured watching = Captured.in(folder, Map.of());

        CompletableFuture<Integer> code = watching.start("status", "--url", url, "--watch", "1");
        watching.awaitOut("(?s)Nothing is cooling.*Nothing is cooling");
        watching.stop();
        terminal.stop();

        assertThat(code.join()).isZero();
        assertThat(serving.join()).isZero();
        assertThat(terminal.run("status", "--url", url, "--watch", "0")).isEqualTo(2);
    }

    private String status(String... options) {
        Captured other = Captured.in(folder, Map.of());
        String[] arguments = new String[options.length + 1];
        arguments[0] = "status";
        System.arraycopy(options, 0, arguments, 1, options.length);
        assertThat(other.run(arguments)).as(other.err()).isZero();
        return other.out();
    }

    private static HttpResponse<String> chat(String base, String model) throws Exception {
        String body = "{\"model\": \"" + model + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                .header("authorization", "Bearer any")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
