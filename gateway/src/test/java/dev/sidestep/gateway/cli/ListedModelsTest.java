package dev.sidestep.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.Gateway;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a provider lists is seen wherever a running gateway is looked at.
class ListedModelsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private SimulatorServer simulator;
    private Gateway gateway;

    @BeforeEach
    void start() throws InterruptedException {
        simulator = SimulatorServer.start(
                SimulatorSpec.builder()
                        .provider(ProviderSpec.named("groq")
                                .acceptAnyKey()
                                .models("openai/gpt-oss-120b", "moonshotai/kimi-k3"))
                        .build(),
                0);
        String yaml = """
                accounts:
                  - { name: groq, key: groq-key-of-the-test, base-url: "%s" }
                gateway: { listen: "127.0.0.1:0" }
                """.formatted(simulator.baseUrl("groq"));
        gateway = Gateway.start(GatewayConfig.read("test.yaml", yaml, Map.of()));
        awaitList();
    }

    private void awaitList() throws InterruptedException {
        long endNanos = System.nanoTime() + SOON.toNanos();
        Object monitor = new Object();
        synchronized (monitor) {
            while (gateway.dispatcher().offers().isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(endNanos);
                monitor.wait(5);
            }
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        simulator.close();
    }

    private String get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.url() + path)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private String run(String... arguments) {
        Captured terminal = Captured.in(folder, Map.of());
        assertThat(terminal.run(arguments)).as(terminal.err()).isZero();
        return terminal.out();
    }

    @Test
    void httpTellsIt() throws Exception {
        assertThat(get("/v1/models"))
                .contains("\"openai/gpt-oss-120b\"", "\"moonshotai/kimi-k3\"")
                .doesNotContain("gpt-oss-20b");
        assertThat(get("/api/v1/targets"))
                .contains("\"model_lists\":[{\"account\":\"groq\",\"read_at\":\"")
                .contains("\"added\":[\"moonshotai/kimi-k3\"],\"gone\":[\"openai/gpt-oss-20b\"");
    }

    @Test
    void commandsTellIt() {
        String url = gateway.url().toString();

        assertThat(run("status", "--url", url)).contains("groq lists 1 more model; gone: openai/gpt-oss-20b, ");
        assertThat(run("models", "--running", "--url", url))
                .containsPattern("groq +openai/gpt-oss-120b +ready +configuration")
                .containsPattern("groq +moonshotai/kimi-k3 +ready +the provider's list")
                .doesNotContain("gpt-oss-20b");
        assertThat(run("models", "--running", "--account", "nobody", "--url", url))
                .doesNotContain("groq");
    }
}
