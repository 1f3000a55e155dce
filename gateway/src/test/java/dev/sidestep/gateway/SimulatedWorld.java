package dev.sidestep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.exchange.Narration;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.ListenAddress;
import dev.sidestep.gateway.ledger.Books;
import dev.sidestep.gateway.ledger.MemoryStore;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Simulated providers, and a gateway in front of them. A new one for each test.
final class SimulatedWorld implements AfterEachCallback, AutoCloseable {
    static final String FIRST = "llama-3.3-70b-versatile";
    static final String SECOND = "llama-3.3-70b-specdec";

    /// What must come within this time on any machine.
    static final Duration SOON = Duration.ofSeconds(15);

    private final SimulatorServer providers = SimulatorServer.start(SimulatorSpec.standard(), 0);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final MemoryStore store = new MemoryStore();
    private Gateway gateway;
    private Knobs knobs = Knobs.defaults();
    private Limits limits = Limits.standard();
    private UnaryOperator<GatewayConfig.Builder> details = UnaryOperator.identity();

    SimulatedWorld() {
        providers.simulator().enforceLimits(false);
        providers.simulator().pace(Pace.INSTANT);
        gateway = start(account("groq-free").models(List.of(FIRST, SECOND)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        gateway.close();
        new Books(store).assertClosed(journal());
        http.close();
        providers.close();
    }

    /// Other knobs from the next [#open] on.
    SimulatedWorld with(Knobs.Builder other) {
        knobs = other.build();
        return this;
    }

    /// Other limits from the next [#open] on.
    SimulatedWorld with(Limits other) {
        limits = other;
        return this;
    }

    /// More of the gateway's own configuration from the next [#open] on.
    SimulatedWorld with(UnaryOperator<GatewayConfig.Builder> more) {
        details = more;
        return this;
    }

    /// Starts the gateway anew, with an account at Groq that has two models.
    SimulatedWorld open() {
        return open(account("groq-free").models(List.of(FIRST, SECOND)));
    }

    /// Starts the gateway anew, with these accounts.
    SimulatedWorld open(AccountConfig.Builder... accounts) {
        gateway.close();
        gateway = start(accounts);
        return this;
    }

    /// The configuration of a gateway with these accounts.
    GatewayConfig config(AccountConfig.Builder... accounts) {
        SidestepConfig.Builder calls =
                SidestepConfig.builder().catalogue(Catalogue.classic()).knobs(knobs);
        for (AccountConfig.Builder account : accounts) {
            calls.account(account.build());
        }
        return details.apply(GatewayConfig.builder(calls.build())
                        .listen(ListenAddress.loopback(0))
                        .eventLoops(2))
                .build();
    }

    private Gateway start(AccountConfig.Builder... accounts) {
        Gateway started =
                Gateway.start(config(accounts), new Surroundings(limits, Optional.of(store), Optional.empty()));
        Narration narration = new Narration(started.dispatcher());
        started.dispatcher()
                .listen(event -> narration.lines(event).forEach(line -> lines.add(line.level() + " " + line.text())));
        return started;
    }

    /// An account at the simulated provider whose name its own begins with.
    AccountConfig.Builder account(String name) {
        String provider = List.of("groq", "anthropic", "gemini").stream()
                .filter(name::startsWith)
                .findFirst()
                .orElse("openai");
        return AccountConfig.builder(name).key(Secret.of("test-" + name)).baseUrl(providers.baseUrl(provider));
    }

    Gateway gateway() {
        return gateway;
    }

    /// What the gateways recorded.
    MemoryStore store() {
        return store;
    }

    Simulator simulator() {
        return providers.simulator();
    }

    Journal journal() {
        return providers.journal();
    }

    /// The log lines so far, each with its level in front.
    List<String> lines() {
        return lines;
    }

    /// Waits for a log line; answers whether it came.
    boolean awaitLine(String line) {
        long deadlineNanos = System.nanoTime() + SOON.toNanos();
        while (!lines.contains(line) && System.nanoTime() < deadlineNanos) {
            Thread.onSpinWait();
        }
        return lines.contains(line);
    }

    /// The name that an account of ours has at the simulated provider, which knows it by its key.
    String accountAtProvider(String name) throws IOException, InterruptedException {
        chat(hello(name + "/" + FIRST));
        String known = journal().entries().getLast().account();
        journal().clear();
        lines.clear();
        return known;
    }

    /// A chat call's body.
    static String hello(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    }

    static String streamedHello(String model) {
        return "{\"stream\":true," + hello(model).substring(1);
    }

    HttpResponse<String> chat(String body) throws IOException, InterruptedException {
        return post("/v1/chat/completions", body);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .timeout(SOON)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .timeout(SOON)
                        .build(),
                BodyHandlers.ofString());
    }

    /// The gateway's figures.
    String scrape() {
        try {
            return get("/metrics").body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    RawClient connect() throws IOException {
        return new RawClient(gateway.port());
    }

    /// Nothing is under way any more, neither here nor at the providers.
    void assertNothingOpen() throws InterruptedException {
        assertThat(journal().awaitOpenRequests(0, SOON)).isTrue();
        long deadlineNanos = System.nanoTime() + SOON.toNanos();
        while (gateway.openCalls() + gateway.dispatcher().waiting() > 0 && System.nanoTime() < deadlineNanos) {
            Thread.onSpinWait();
        }
        assertThat(gateway.openCalls()).isZero();
        assertThat(gateway.dispatcher().waiting()).isZero();
    }
}
