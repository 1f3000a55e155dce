package dev.sidestep.gateway;

import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.ledger.Books;
import dev.sidestep.gateway.ledger.MemoryStore;
import dev.sidestep.simulator.Fault;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A gateway in front of simulated providers, both on loopback, and a client.
final class Bench implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);
    static final String HELLO = "{\"model\":\"a1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    static final String STREAMED =
            "{\"model\":\"a1\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final SimulatorServer simulator;
    private final Gateway gateway;
    private final MemoryStore store;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Bench(SimulatorServer simulator, Gateway gateway, MemoryStore store) {
        this.simulator = simulator;
        this.gateway = gateway;
        this.store = store;
    }

    /// Two providers, `groq` with the models a1 and a2, `openai` with b1 and an embedding model.
    static Bench start() {
        return start("", limits());
    }

    /// @param more YAML that is added
    static Bench start(String more, Limits limits) {
        MemoryStore store = new MemoryStore();
        SimulatorServer simulator = SimulatorServer.start(spec(), 0);
        GatewayConfig config = GatewayConfig.read("test.yaml", yaml(simulator, more), Map.of());
        return new Bench(
                simulator,
                Gateway.start(config, new Surroundings(limits, Optional.of(store), Optional.empty())),
                store);
    }

    static Limits limits() {
        return Limits.standard();
    }

    static String yaml(SimulatorServer simulator, String more) {
        return """
                accounts:
                  - name: groq
                    key: groq-key-of-the-test
                    base-url: %s
                    models: [a1, a2]
                  - name: openai
                    key: openai-key-of-the-test
                    base-url: %s
                    models: [b1, text-embedding-3-small]
                """.formatted(simulator.baseUrl("groq"), simulator.baseUrl("openai"))
                + (more.contains("gateway:") ? more : "gateway:\n  listen: 127.0.0.1:0\n" + more);
    }

    private static SimulatorSpec spec() {
        return SimulatorSpec.builder()
                .provider(ProviderSpec.named("groq").acceptAnyKey().models("a1", "a2"))
                .provider(ProviderSpec.named("openai")
                        .acceptAnyKey()
                        .models("b1")
                        .embeddingModels("text-embedding-3-small"))
                .build();
    }

    Gateway gateway() {
        return gateway;
    }

    /// What the gateway recorded.
    MemoryStore store() {
        return store;
    }

    SimulatorServer server() {
        return simulator;
    }

    Simulator simulator() {
        return simulator.simulator();
    }

    Journal journal() {
        return simulator.journal();
    }

    /// Makes every model answer with this.
    Bench everywhere(Fault fault) {
        simulator().inject(Where.anywhere(), fault, Integer.MAX_VALUE);
        return this;
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(SOON);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    RawClient connect() throws IOException {
        return new RawClient(gateway.port());
    }

    /// Waits for a condition, with a bound.
    static boolean await(BooleanSupplier condition) throws InterruptedException {
        long endNanos = System.nanoTime() + SOON.toNanos();
        Object monitor = new Object();
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - endNanos > 0) {
                    return false;
                }
                monitor.wait(5);
            }
        }
        return true;
    }

    @Override
    public void close() {
        gateway.close();
        new Books(store).assertClosed(journal());
        simulator.close();
        client.close();
    }
}
