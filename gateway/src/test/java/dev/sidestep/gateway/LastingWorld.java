package dev.sidestep.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.simulator.Dimension;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;

/// Simulated providers, and in front of them one gateway after the other, each of which finds the state of those
/// before it: in a real store.
final class LastingWorld implements AutoCloseable {
    static final String ACCOUNT_KEY = "sk-canary-of-the-account-5d1f";

    /// The model that is limited from [#limitFirst] on.
    static final String FIRST = "a1";

    static final String OTHER = "b1";
    static final String CHAT = "/v1/chat/completions";

    /// What must come within this time on any machine.
    static final Duration SOON = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatorServer providers = SimulatorServer.start(
            SimulatorSpec.builder()
                    .enforceLimits(false)
                    .provider(ProviderSpec.named("groq").acceptAnyKey().models(FIRST, "a2"))
                    .provider(ProviderSpec.named("openai").acceptAnyKey().models(OTHER))
                    .build(),
            0);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> headers = new HashMap<>();
    private Optional<Gateway> gateway = Optional.empty();
    private String quota = "rpd: 1000000";

    /// The lines of `gateway` that keep state in a directory.
    static String in(Path directory) {
        return "  data-dir: " + directory + "\n";
    }

    /// Ends the gateway, if there is one, and starts another.
    ///
    /// @param lines more of the section `gateway`, each with two spaces in front, and then of the whole
    LastingWorld open(String lines) {
        end();
        gateway = Optional.of(Gateway.start(GatewayConfig.read("test.yaml", yaml(lines), Map.of())));
        return this;
    }

    private String yaml(String lines) {
        return """
                accounts:
                  - name: groq
                    key: %s
                    base-url: %s
                    models: [%s, a2]
                    model-quotas: { %s: { %s } }
                  - name: openai
                    key: %s
                    base-url: %s
                    models: [%s]
                gateway:
                  listen: 127.0.0.1:0
                  event-loops: 1
                %s""".formatted(
                        ACCOUNT_KEY,
                        providers.baseUrl("groq"),
                        FIRST,
                        FIRST,
                        quota,
                        ACCOUNT_KEY,
                        providers.baseUrl("openai"),
                        OTHER,
                        lines);
    }

    /// Ends the gateway, if there is one.
    void end() {
        gateway.ifPresent(Gateway::close);
        gateway = Optional.empty();
    }

    SimulatorServer providers() {
        return providers;
    }

    /// The quota that is configured for the first model from the next [#open] on.
    void counting(String configured) {
        quota = configured;
    }

    /// Has the first model refuse everything for three hours.
    LastingWorld limitFirst() {
        providers.simulator().limited(Where.model("groq", FIRST), Dimension.TOKENS_PER_DAY, Duration.ofHours(3));
        return this;
    }

    /// Shows this with every request from now on.
    void showing(String header, String value) {
        headers.put(header, value);
    }

    /// A chat call's body.
    static String hello(String model, boolean streaming) {
        return "{\"model\":\"" + model + "\",\"stream\":" + streaming
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    }

    HttpResponse<String> chat(String model) throws IOException {
        return post(CHAT, hello(model, false));
    }

    /// Makes calls one after the other.
    ///
    /// @return how many were not answered
    int failedOf(int calls, String model) throws IOException {
        int failed = 0;
        for (int i = 0; i < calls; i++) {
            failed += chat(model).statusCode() == 200 ? 0 : 1;
        }
        return failed;
    }

    HttpResponse<String> post(String path, String body) throws IOException {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        gateway.orElseThrow().url().resolve(path))
                .timeout(SOON);
        headers.forEach(request::header);
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /// What a path answers, whatever its status.
    JsonNode json(String path) {
        try {
            return JSON.readTree(get(path).body());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// What `/health` says of the store.
    String health() {
        return json("/health").path("store").asText();
    }

    /// The value of a metric without labels.
    double metric(String name) {
        try {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .sum();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// How many calls the ledger counts; 0 while it cannot be read.
    long calls() {
        return json("/api/v1/usage?group_by=model").path("total").path("calls").asLong();
    }

    /// One call of the ledger, once it is there and over.
    JsonNode call(String id) {
        String path = "/api/v1/calls/" + id;
        if (!await(() -> isOver(json(path)))) {
            throw new AssertionError("never came: " + json(path));
        }
        return json(path);
    }

    private static boolean isOver(JsonNode call) {
        return call.has("outcome") && !call.path("outcome").asText().equals("open");
    }

    /// How long the first model cools still, in seconds; 0 where it does not.
    long cooling() {
        return StreamSupport.stream(
                        json("/api/v1/rate-limit-status").path("entries").spliterator(), false)
                .filter(entry -> entry.path("model").asText().equals(FIRST))
                .mapToLong(entry -> entry.path("remaining_seconds").asLong())
                .max()
                .orElse(0);
    }

    /// The id of the call that an answer belongs to.
    static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-sidestep-call").orElseThrow();
    }

    /// Waits for a condition, with a bound.
    static boolean await(BooleanSupplier condition) {
        long endNanos = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos > 0) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }

    @Override
    public void close() {
        end();
        providers.close();
        http.close();
    }
}
