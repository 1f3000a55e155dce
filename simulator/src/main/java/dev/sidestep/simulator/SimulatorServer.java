package dev.sidestep.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The simulated providers over HTTP/1.1, in real time, all on one port of the loopback address. Thread-safe.
public final class SimulatorServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long START_SECONDS = 30; // binding a port either works at once or not at all
    private static final int MAX_HEADER_BYTES = 64 << 10; // more than any SDK sends

    private final Vertx vertx;
    private final boolean ownsVertx;
    private final HttpServer server;
    private final Simulator simulator;
    private final Journal journal;

    private SimulatorServer(Vertx vertx, boolean ownsVertx, SimulatorSpec spec) {
        this.vertx = vertx;
        this.ownsVertx = ownsVertx;
        this.simulator = new Simulator(spec);
        this.journal = new Journal();
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(HOST)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setTcpNoDelay(true));
    }

    /// Starts on a port, 0 for any free one. Throws [IllegalStateException] when the port cannot be had.
    public static SimulatorServer start(SimulatorSpec spec, int port) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        return start(new SimulatorServer(vertx, true, spec), port);
    }

    /// The same on a Vert.x of the caller's, which [#close] leaves alone. Not to be called from an event loop.
    public static SimulatorServer start(SimulatorSpec spec, int port, Vertx vertx) {
        return start(new SimulatorServer(vertx, false, spec), port);
    }

    private static SimulatorServer start(SimulatorServer simulator, int port) {
        var face = new OpenAiFace(simulator.simulator);
        simulator.server.requestHandler(request -> simulator.receive(request, face));
        try {
            await(simulator.server.listen(port));
            return simulator;
        } catch (IllegalStateException e) {
            simulator.close();
            throw new IllegalStateException("cannot listen on " + HOST + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /// The port it listens on.
    public int port() {
        return server.actualPort();
    }

    /// What to configure as a provider's base URL, without a slash at the end. Throws [IllegalArgumentException] for a
    /// provider that is not simulated.
    public URI baseUrl(String provider) {
        return simulator.spec().providers().stream()
                .filter(p -> p.name().equals(provider))
                .findFirst()
                .map(p -> URI.create("http://" + HOST + ":" + port() + p.path()))
                .orElseThrow(() -> new IllegalArgumentException("no such provider: " + provider));
    }

    /// What is simulated, to change limits, faults and pace while it runs.
    public Simulator simulator() {
        return simulator;
    }

    /// Every request received.
    public Journal journal() {
        return journal;
    }

    /// Closes the port and every connection.
    @Override
    public void close() {
        await(ownsVertx ? vertx.close() : server.close());
    }

    private void receive(HttpServerRequest request, OpenAiFace face) {
        var path = Objects.requireNonNullElse(request.path(), "");
        var provider = mounted(path);
        if (provider.isEmpty()) {
            request.response()
                    .setStatusCode(404)
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .end("Nothing is simulated here. Base URLs: " + paths() + "\n");
            return;
        }
        new RequestReader(request, provider.get(), path).read(received -> {
            var now = Instant.now();
            var answer = face.answer(provider.get(), received, System.nanoTime(), now.getEpochSecond());
            long number = journal.open(received, answer, now);
            new Player(vertx, request, answer, new Player.Listener() {
                        @Override
                        public void headSent(int status) {
                            journal.status(number, status);
                        }

                        @Override
                        public void ended(JournalEntry.State how) {
                            answer.reservation()
                                    .ifPresent(reservation ->
                                            simulator.settle(reservation, answer.usedTokens(), System.nanoTime()));
                            journal.close(number, how, Instant.now());
                        }
                    })
                    .play();
        });
    }

    private Optional<ProviderSpec> mounted(String path) {
        return simulator.spec().providers().stream()
                .filter(provider -> path.startsWith(provider.path() + "/"))
                .findFirst();
    }

    private List<String> paths() {
        return simulator.spec().providers().stream().map(ProviderSpec::path).toList();
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + START_SECONDS + " s", e);
        }
    }
}
