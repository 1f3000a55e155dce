package dev.sidestep.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.cli.Captured;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A gateway with a canary wherever a secret can stand, in front of simulated providers, with a store, a vault and a
/// collector of spans of its own.
final class CanaryWorld implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Canaries canaries = new Canaries(
                    "account", "variable", "header", "added", "client", "admin", "otlp", "redis", "prompt", "guess")
            .put(
                    "vault",
                    Base64.getEncoder()
                            .encodeToString("Vz8Kq2Wd-of-the-test-9Rt4Yb6Nm1x".getBytes(StandardCharsets.UTF_8)));

    private final SimulatorServer simulator = SimulatorServer.start(
            SimulatorSpec.builder()
                    .enforceLimits(false)
                    .provider(ProviderSpec.named("groq").acceptAnyKey().models("a1", "a2"))
                    .provider(ProviderSpec.named("openai")
                            .acceptAnyKey()
                            .models("b1")
                            .embeddingModels("text-embedding-3-small"))
                    .build(),
            0);
    private final Collector collector = Collector.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Path data;
    private Gateway gateway;
    private SignedInHeaders browser;

    /// What a browser shows that has signed in.
    private record SignedInHeaders(String cookie, String csrf) {}

    CanaryWorld(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.data = folder.resolve("data");
        Files.writeString(folder.resolve("sidestep.yaml"), yaml());
        this.gateway = Gateway.start(config());
        this.browser = signIn();
    }

    private Map<String, String> environment() {
        return Map.of("OPENAI_OF_THE_TEST", canaries.at("variable"), "SIDESTEP_ADMIN_KEY", canaries.at("admin"));
    }

    private GatewayConfig config() {
        return GatewayConfig.read(folder.resolve("sidestep.yaml"), environment());
    }

    private String yaml() {
        return """
                accounts:
                  - name: groq
                    key: %s
                    base-url: %s
                    models: [a1, a2]
                  - name: openai
                    key: "${OPENAI_OF_THE_TEST}"
                    headers: {x-team: "%s"}
                    base-url: %s
                    models: [b1, text-embedding-3-small]
                gateway:
                  listen: 127.0.0.1:0
                  event-loops: 1
                  log-level: trace
                  data-dir: %s
                  api-keys: [%s]
                  admin-keys: [%s]
                  vault-key: %s
                  share: "redis://:%s@127.0.0.1:1"
                  traces: {endpoint: "%s", headers: {x-collector: "%s"}}
                """.formatted(
                        canaries.at("account"),
                        simulator.baseUrl("groq"),
                        canaries.at("header"),
                        simulator.baseUrl("openai"),
                        data,
                        canaries.at("client"),
                        canaries.at("admin"),
                        canaries.at("vault"),
                        canaries.at("redis"),
                        collector.url(),
                        canaries.at("otlp"));
    }

    void restart() throws IOException, InterruptedException {
        gateway.close();
        gateway = Gateway.start(config());
        browser = signIn();
    }

    Canaries canaries() {
        return canaries;
    }

    Collector collector() {
        return collector;
    }

    Journal journal() {
        return simulator.journal();
    }

    /// Everything that was answered so far, with its headers; but for what a browser is to show.
    List<String> answers() {
        return answers;
    }

    private SignedInHeaders signIn() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/v1/session"))
                        .POST(BodyPublishers.ofString("{\"key\":\"" + canaries.at("admin") + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        answers.add(answer.body());
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        return new SignedInHeaders(
                cookie.substring(0, cookie.indexOf(';')),
                JSON.readTree(answer.body()).path("csrf").asText());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.timeout(Bench.SOON).build(), BodyHandlers.ofString());
        answers.add(answer.headers() + answer.body());
        return answer;
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(gateway.url().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private HttpResponse<String> asAdmin(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(request(method, path, body)
                .header("cookie", browser.cookie())
                .header("x-sidestep-csrf", browser.csrf()));
    }

    private HttpResponse<String> asClient(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(request(method, path, body).header("authorization", "Bearer " + canaries.at("client")));
    }

    /// What a route answers to those who may look.
    String look(String path, boolean isForClients) throws IOException, InterruptedException {
        HttpResponse<String> answer = isForClients ? asClient("GET", path, "") : asAdmin("GET", path, "");
        return answer.headers() + answer.body();
    }

    /// A call that is tried once.
    void call(String model, boolean streaming) throws IOException, InterruptedException {
        send(request("POST", "/v1/chat/completions", body(model, streaming))
                .header("authorization", "Bearer " + canaries.at("client"))
                .header("x-sidestep-max-attempts", "1"));
    }

    private String body(String model, boolean streaming) {
        return "{\"model\":\"" + model + "\",\"stream\":" + streaming
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + canaries.at("prompt") + "\"}]}";
    }

    /// Answers, streams, limits and failures of every shape; an account that is added; and requests that are none.
    void meetEverything() throws IOException, InterruptedException {
        add();
        meet("groq/a1", "account", "account");
        meet("openai/b1", "variable", "header");
        meet("mine/b1", "added", "added");
        refuse();
        asAdmin("DELETE", "/api/v1/rate-limit-status", "");
        for (String model : List.of("a1", "b1", "mine/b1", "auto")) {
            call(model, false);
            call(model, true);
        }
        asClient("POST", "/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"Hello\"}");
    }

    private void meet(String target, String key, String header) throws IOException, InterruptedException {
        boolean streaming = false;
        for (Fault fault : CanaryTest.everything(Map.of("1", canaries.at(key), "2", canaries.at(header)))) {
            asAdmin("DELETE", "/api/v1/rate-limit-status", "");
            simulator.simulator().inject(Where.anywhere(), fault, 1);
            call(target, streaming);
            streaming = !streaming;
            asAdmin("GET", "/api/v1/targets", "");
        }
    }

    private void add() throws IOException, InterruptedException {
        String key = canaries.at("added");
        String address = simulator.baseUrl("openai").toString();
        asAdmin(
                "POST",
                "/api/v1/accounts",
                "{\"name\":\"mine\",\"base_url\":\"" + address + "\",\"key\":\"" + key + "\",\"models\":[\"b1\"]}");
        for (String wrong : List.of(
                "{\"name\":\"mine\",\"key\":\"" + key + "\"}",
                "{\"name\":\"other\",\"key\":[\"" + key + "\"]}",
                "{\"name\":\"groq-2\",\"key\":\"" + key + "\\n\"}",
                "{\"name\":\"groq-2\",\"key\":\"" + key + " " + key + "\"}",
                "{\"name\":\"x\",\"key\":\"" + key.repeat(200) + "\"}",
                "{\"name\":\"x\",\"base_url\":\"https://me:" + key + "@example.com\"}",
                "{\"name\":\"x\",\"key\":\"" + key,
                "{\"key\":\"" + key + "\", " + key + "}")) {
            asAdmin("POST", "/api/v1/accounts", wrong);
        }
    }

    private void refuse() throws IOException, InterruptedException {
        String guess = canaries.at("guess");
        send(request("POST", "/api/v1/session", "{\"key\":\"" + guess + "\"}"));
        send(request("GET", "/api/v1/targets", "").header("authorization", "Bearer " + guess));
        send(request("GET", "/v1/models?key=" + guess, "").header("x-api-key", guess));
        send(request("POST", "/v1/messages", "{").header("x-api-key", canaries.at("client")));
        asClient("POST", "/v1/chat/completions", body("a1", false).replace("user", "nobody"));
        asClient("POST", "/v1/chat/completions", body("nowhere", false) + "}");
        asAdmin("POST", "/api/v1/explain", body("a1", false));
        asAdmin("POST", "/api/v1/try/chat/completions", body("a1", true));
        asAdmin("PATCH", "/api/v1/accounts/mine", "{\"pinned\":[\"b1\"]}");
        asAdmin("PATCH", "/api/v1/accounts/groq", "{\"disabled\":true}");
    }

    /// The id of the latest call, once all of them are in the ledger.
    String recordedCall() throws InterruptedException, IOException {
        Bench.await(() -> gateway.openCalls() == 0 && !latest().isEmpty());
        return latest();
    }

    private String latest() {
        try {
            JsonNode calls = JSON.readTree(asAdmin("GET", "/api/v1/calls", "").body());
            return calls.path("calls").path(0).path("id").asText();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// Somebody who looks live.
    RawClient viewer() throws IOException {
        RawClient viewer = new RawClient(gateway.port());
        viewer.send("GET /api/v1/live HTTP/1.1\r\nhost: localhost\r\ncookie: " + browser.cookie() + "\r\n\r\n");
        viewer.readUntil("event: targets");
        return viewer;
    }

    /// Every byte of every file that the gateway keeps.
    List<String> files() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    /// What a command prints: about the gateway that runs, or about its file.
    String command(String name) {
        Captured terminal = Captured.in(folder, environment());
        if (name.equals("check") || name.equals("models")) {
            terminal.run(name);
        } else {
            terminal.run(name, "--url", gateway.url().toString());
        }
        return terminal.out() + terminal.err();
    }

    /// What `check` prints of a configuration whose only account has this line.
    String checked(String line) throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("sidestep.yaml"), "accounts:\n  - name: groq\n" + line + "\n");
        Captured terminal = Captured.in(other, environment());
        terminal.run("check");
        return terminal.out() + terminal.err();
    }

    @Override
    public void close() {
        gateway.close();
        simulator.close();
        collector.close();
        http.close();
    }
}
