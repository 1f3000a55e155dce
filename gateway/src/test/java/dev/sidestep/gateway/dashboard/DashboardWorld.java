package dev.sidestep.gateway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.gateway.accounts.ConfigFile;
import dev.sidestep.gateway.cli.SimulationPanel;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Simulated providers, a configuration file as a person writes it, and a gateway with a real store: what somebody
/// looks at through the dashboard.
final class DashboardWorld implements AutoCloseable {
    static final String FIRST = "llama-3.3-70b-versatile";
    static final String SECOND = "llama-3.3-70b-specdec";

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Slow enough that attempts can be seen, quick enough for a test.
    private static final Pace PACE = new Pace(Duration.ofMillis(30), 0, 0);

    private final SimulatorServer providers = SimulatorServer.start(
            SimulatorSpec.standard().toBuilder().enforceLimits(false).pace(PACE).build(), 0);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path file;
    private final Gateway gateway;

    /// @param folder for the file and the store
    /// @param more lines of the section `gateway`, each with two spaces in front
    DashboardWorld(Path folder, String more) {
        Map<String, String> environment = Map.of("HOME", folder.toString());
        this.file = folder.resolve("sidestep.yaml");
        try {
            Files.writeString(file, yaml(folder, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.gateway = Gateway.start(
                GatewayConfig.read(file, environment), new SimulationPanel(providers.simulator(), System::nanoTime));
        gateway.addAccountPlace(ConfigFile.of(file, environment));
        gateway.watch(file, changed -> GatewayConfig.read(changed, environment));
    }

    private String yaml(Path folder, String more) {
        return """
                # What our team may use. Ask Ada before you change the order.
                catalog: classic
                accounts:
                  # Free, and so first.
                  - name: groq-free
                    key: test-groq-free   # not a real one
                    base-url: %s
                  - { name: openai, key: test-openai, base-url: "%s" }
                  # The dear one comes last.
                  - name: anthropic
                    key: test-anthropic
                    base-url: %s
                gateway:
                  listen: 127.0.0.1:0
                  event-loops: 1
                  data-dir: %s
                %s""".formatted(
                        providers.baseUrl("groq"),
                        providers.baseUrl("openai"),
                        providers.baseUrl("anthropic"),
                        folder.resolve("data"),
                        more);
    }

    URI url() {
        return gateway.url();
    }

    /// The address of one of the dashboard's pages: `models`, `calls/17`.
    URI page(String name) {
        return URI.create(url() + "/#/" + name);
    }

    Simulator simulator() {
        return providers.simulator();
    }

    /// Where a provider's simulated API is.
    URI provider(String name) {
        return providers.baseUrl(name);
    }

    /// The configuration file as it is now.
    String yaml() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a call, and waits until it is over.
    HttpResponse<String> chat(String model, boolean streaming) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + streaming
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"How do I get round this?\"}]}";
        return send(HttpRequest.newBuilder(url().resolve("/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /// What a path of the API answers.
    JsonNode json(String path) {
        try {
            return JSON.readTree(
                    send(HttpRequest.newBuilder(url().resolve(path))).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The latest call that is over and fits the query, once the ledger has it.
    JsonNode awaitCall(String query) {
        long deadlineNanos = System.nanoTime() + SOON.toNanos();
        JsonNode call;
        do {
            call = json("/api/v1/calls?limit=1&" + query).path("calls").path(0);
        } while (call.path("outcome").asText("open").equals("open") && System.nanoTime() < deadlineNanos);
        return call;
    }

    void forgetCooldowns() {
        send(HttpRequest.newBuilder(url().resolve("/api/v1/rate-limit-status")).DELETE());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(SOON).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        providers.close();
        http.close();
    }
}
