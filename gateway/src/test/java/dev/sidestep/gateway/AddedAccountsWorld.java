package dev.sidestep.gateway;

import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A gateway with a directory of its own, in front of simulated providers, that can be restarted.
final class AddedAccountsWorld implements AutoCloseable {
    static final String KEY = "sk-canary-0123456789-wxyz";

    private final SimulatorServer simulator = SimulatorServer.start(
            SimulatorSpec.builder()
                    .provider(ProviderSpec.named("groq").acceptAnyKey().models("a1", "a2"))
                    .provider(ProviderSpec.named("openai").acceptAnyKey().models("b1"))
                    .build(),
            0);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final String more;
    private Gateway gateway;

    /// @param more YAML of the section `gateway`
    AddedAccountsWorld(Path folder, String more) {
        this.folder = folder;
        this.more = more;
        this.gateway = Gateway.start(config());
    }

    static AddedAccountsWorld in(Path folder) {
        return new AddedAccountsWorld(folder, "data-dir: " + folder.resolve("data"));
    }

    private GatewayConfig config() {
        String yaml = """
                accounts:
                  - name: groq
                    key: gsk_first-key-of-the-test
                    base-url: %s
                    models: [a1]
                gateway:
                  listen: 127.0.0.1:0
                  %s
                """.formatted(simulator.baseUrl("groq"), more);
        Map<String, String> environment = Map.of(
                "SIDESTEP_VAULT_KEY_FILE", folder.resolve("vault/vault.key").toString());
        return GatewayConfig.read("test.yaml", yaml, environment);
    }

    void restart() {
        gateway.close();
        gateway = Gateway.start(config());
    }

    /// A gateway that was told nothing but to read its file again.
    void reload() {
        gateway.reload(config());
    }

    Gateway gateway() {
        return gateway;
    }

    Journal journal() {
        return simulator.journal();
    }

    SimulatorServer simulator() {
        return simulator;
    }

    /// The body that adds an account at the second provider, of which the gateway knows nothing.
    String mine() {
        return """
                {"name": "mine", "base_url": "%s", "key": "%s", "models": ["b1"]}
                """.formatted(simulator.baseUrl("openai"), KEY);
    }

    HttpResponse<String> chat(String model) throws IOException, InterruptedException {
        return send(
                "POST",
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    HttpResponse<String> add(String body) throws IOException, InterruptedException {
        return send("POST", "/api/v1/accounts", body);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    HttpResponse<String> delete(String name) throws IOException, InterruptedException {
        return send("DELETE", "/api/v1/accounts/" + name, "");
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(Bench.SOON)
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        answers.add(answer.headers() + answer.body());
        return answer;
    }

    /// Everything that was answered so far.
    List<String> answers() {
        return answers;
    }

    @Override
    public void close() {
        gateway.close();
        simulator.close();
        client.close();
    }
}
