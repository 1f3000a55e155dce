package dev.sidestep.gateway;

import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;

/// A gateway in front of simulated providers, with the store that a test brings, or without any.
public final class GatewayWithStore implements AutoCloseable {
    private final SimulatorServer simulator;
    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    private GatewayWithStore(String more, Optional<Store> store) {
        simulator = SimulatorServer.start(
                SimulatorSpec.builder()
                        .provider(ProviderSpec.named("groq").acceptAnyKey().models("a1", "a2"))
                        .provider(ProviderSpec.named("openai").acceptAnyKey().models("b1"))
                        .build(),
                0);
        GatewayConfig config = GatewayConfig.read("test.yaml", Bench.yaml(simulator, more), Map.of());
        gateway = Gateway.start(config, new Surroundings(Limits.standard(), store, Optional.empty()));
    }

    public static GatewayWithStore start(Store store) {
        return new GatewayWithStore("", Optional.of(store));
    }

    /// @param more YAML that is added
    static GatewayWithStore start(String more, Store store) {
        return new GatewayWithStore(more, Optional.of(store));
    }

    static GatewayWithStore without() {
        return new GatewayWithStore("", Optional.empty());
    }

    public URI url() {
        return gateway.url();
    }

    Journal journal() {
        return simulator.journal();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url().resolve(path)).timeout(Bench.SOON);
    }

    @Override
    public void close() {
        gateway.close();
        simulator.close();
        client.close();
    }
}
