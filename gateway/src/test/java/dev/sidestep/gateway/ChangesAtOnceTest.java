package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.exchange.Setup;
import dev.sidestep.gateway.accounts.ConfigFile;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several people who change accounts at the same time, while the file is read again and calls are made.
class ChangesAtOnceTest {
    @TempDir
    private Path folder;

    private final SimulatorServer simulator = SimulatorServer.start(
            SimulatorSpec.builder()
                    .enforceLimits(false)
                    .provider(ProviderSpec.named("groq").acceptAnyKey().models("a1", "a2", "a3"))
                    .provider(ProviderSpec.named("openai").acceptAnyKey().models("b1"))
                    .build(),
            0);
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private Path file;
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("sidestep.yaml");
        Files.writeString(file, """
                # Ours.
                accounts:
                  - name: groq  # the first
                    key: gsk_key-of-the-test
                    base-url: %s
                    models: [a1, a2, a3]
                  # The paid one.
                  - name: openai
                    key: sk-key-of-the-test
                    base-url: %s
                    models: [b1]
                gateway:
                  listen: 127.0.0.1:0
                  data-dir: data
                """.formatted(simulator.baseUrl("groq"), simulator.baseUrl("openai")));
        gateway = Gateway.start(read(file));
        gateway.addAccountPlace(ConfigFile.of(file, Map.of()));
        gateway.watch(file, this::read);
    }

    @AfterEach
    void end() {
        gateway.close();
        people.close();
        http.close();
        simulator.close();
    }

    private GatewayConfig read(Path path) {
        return GatewayConfig.read(
                path,
                Map.of("SIDESTEP_VAULT_KEY_FILE", folder.resolve("vault.key").toString()));
    }

    private int send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .timeout(Bench.SOON.multipliedBy(3))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode();
    }

    private Future<List<Integer>> again(int times, String method, String path, String... bodies) {
        return people.submit(() -> {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                statuses.add(send(method, path, bodies[i % bodies.length]));
            }
            return statuses;
        });
    }

    private List<String> inForce() {
        return gateway.dispatcher().setup().targets().all().stream()
                .map(target -> target.name())
                .toList();
    }

    private List<String> written() {
        return Setup.of(read(file).calls()).targets().all().stream()
                .map(target -> target.name())
                .toList();
    }

    @Test
    void changesOfDifferentThingsAtOnceAllCount() throws Exception {
        List<Future<List<Integer>>> all = List.of(
                again(1, "PATCH", "/api/v1/accounts/groq", "{\"pinned\":[\"a3\"]}"),
                again(1, "PATCH", "/api/v1/accounts/groq", "{\"without\":[\"a2\"]}"),
                again(1, "PUT", "/api/v1/accounts/order", "{\"accounts\":[\"openai\",\"groq\"]}"));
        for (Future<List<Integer>> each : all) {
            assertThat(each.get()).containsOnly(200);
        }

        assertThat(inForce()).containsExactly("openai/b1", "groq/a3", "groq/a1").isEqualTo(written());
        assertThat(Files.readString(file)).contains("# Ours.", "# the first", "# The paid one.");
    }

    @Test
    void whatIsInForceIsWhatStandsThereInTheEnd() throws Exception {
        String mine = "{\"name\":\"mine\",\"base_url\":\"" + simulator.baseUrl("openai")
                + "\",\"key\":\"sk-another-key\",\"models\":[\"b1\"]}";
        String chat = "{\"model\":\"b1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        List<Future<List<Integer>>> changes = List.of(
                again(30, "PATCH", "/api/v1/accounts/groq", "{\"pinned\":[\"a2\"]}", "{\"pinned\":[\"a3\",\"a1\"]}"),
                again(30, "PATCH", "/api/v1/accounts/groq", "{\"disabled\":true}", "{\"disabled\":false}"),
                again(
                        30,
                        "PUT",
                        "/api/v1/accounts/order",
                        "{\"accounts\":[\"openai\",\"groq\"]}",
                        "{\"accounts\":[\"groq\",\"openai\"]}"),
                again(15, "POST", "/api/v1/accounts", mine),
                again(15, "DELETE", "/api/v1/accounts/mine", ""));
        Future<List<Integer>> calls = again(60, "POST", "/v1/chat/completions", chat);
        for (int i = 0; i < 30; i++) {
            gateway.reload(read(file));
        }
        for (Future<List<Integer>> each : changes) {
            assertThat(each.get()).isSubsetOf(200, 201, 400, 404, 409);
        }
        assertThat(calls.get()).containsOnly(200);
        send("DELETE", "/api/v1/accounts/mine", "");

        assertThat(Bench.await(() -> inForce().equals(written()))).isTrue();
        assertThat(Files.readString(file)).contains("# Ours.", "# the first", "# The paid one.");
        assertThat(send("PATCH", "/api/v1/accounts/groq", "{\"pinned\":[\"a1\"]}"))
                .isEqualTo(200);
        assertThat(inForce()).contains("groq/a1");
    }

    @Test
    void sameAccountIsAddedOnce() throws Exception {
        String mine = "{\"name\":\"mine\",\"base_url\":\"" + simulator.baseUrl("openai")
                + "\",\"key\":\"sk-another-key\",\"models\":[\"b1\"]}";
        List<Integer> statuses = new ArrayList<>();
        List<Future<List<Integer>>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(again(1, "POST", "/api/v1/accounts", mine));
        }
        for (Future<List<Integer>> each : all) {
            statuses.addAll(each.get());
        }

        assertThat(statuses).containsOnlyOnce(201).isSubsetOf(201, 400);
        assertThat(inForce()).containsOnlyOnce("mine/b1");
    }
}
