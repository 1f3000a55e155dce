package dev.sidestep.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The simulated providers over HTTP/1.1, in real time, all on one port of the loopback address. Thread-safe.
public final class SimulatorServer implements AutoCloseable {
    private final Vertx vertx;
    private final boolean ownsVertx;
    private final NetServer server;
    private final Simulator simulator;
    private final Faces faces;
    private final Journal journal = new Journal();

    private SimulatorServer(Vertx vertx, boolean ownsVertx, SimulatorSpec spec) {
        this.vertx = vertx;
        this.ownsVertx = ownsVertx;
        this.simulator = new Simulator(spec, Instant.now().minusNanos(System.nanoTime()));
        this.faces = new Faces(simulator);
        this.server = vertx.createNetServer(
                new NetServerOptions().setHost(Loopback.HOST).setTcpNoDelay(true));
    }

    /// Starts on a port, 0 for any free one. Throws [IllegalStateException] when the port cannot be had.
    public static SimulatorServer start(SimulatorSpec spec, int port) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        return new SimulatorServer(vertx, true, spec).listen(port);
    }

    /// The same on a Vert.x of the caller's, which [#close] leaves alone. Not to be called from an event loop.
    public static SimulatorServer start(SimulatorSpec spec, int port, Vertx vertx) {
        return new SimulatorServer(vertx, false, spec).listen(port);
    }

    private SimulatorServer listen(int port) {
        server.connectHandler(socket -> HttpConnection.serve(vertx, (NetSocketInternal) socket, this::stage));
        try {
            Loopback.await(server.listen(port));
            return this;
        } catch (IllegalStateException e) {
            close();
            throw new IllegalStateException(
                    "cannot listen on " + Loopback.HOST + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /// The port it listens on.
    public int port() {
        return server.actualPort();
    }

    /// What to configure as a provider's base URL, without a slash at the end. Throws [IllegalArgumentException] for a
    /// provider that is not simulated.
    public URI baseUrl(String provider) {
        return simulator
                .spec()
                .provider(provider)
                .map(p -> URI.create("http://" + Loopback.HOST + ":" + port() + p.path()))
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
        Loopback.await(ownsVertx ? vertx.close() : server.close());
    }

    private HttpConnection.Performance stage(HttpConnection.Received received) {
        var now = Instant.now();
        var provider = mountedAt(received.path());
        if (provider.isEmpty()) {
            return new HttpConnection.Performance(nothingHere(), new Player.Ignored());
        }
        var path = received.path().substring(provider.get().path().length());
        var request = new SimulatedRequest(
                provider.get().name(), received.method(), path, received.query(), received.headers(), received.body());
        var answer = faces.answer(request, System.nanoTime(), now.getEpochSecond());
        long number = journal.open(request, answer, now);
        return new HttpConnection.Performance(answer.steps(), new Recorder(number, answer));
    }

    private Optional<ProviderSpec> mountedAt(String path) {
        return simulator.spec().providers().stream()
                .filter(provider -> path.startsWith(provider.path() + "/"))
                .findFirst();
    }

    private List<Step> nothingHere() {
        var paths =
                simulator.spec().providers().stream().map(ProviderSpec::path).toList();
        var text = "Nothing is simulated here, but at " + String.join(", ", paths) + "\n";
        return Faults.answer(
                404, Map.of("content-type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes what becomes of an answer into the journal, and settles its tokens when it is over.
    private final class Recorder implements Player.Listener {
        private final long number;
        private final SimulatedAnswer answer;

        private Recorder(long number, SimulatedAnswer answer) {
            this.number = number;
            this.answer = answer;
        }

        @Override
        public void headSent(int status) {
            journal.status(number, status);
        }

        @Override
        public void ended(JournalEntry.State how) {
            answer.reservation().ifPresent(r -> simulator.settle(r, answer.usedTokens(), System.nanoTime()));
            journal.close(number, how, Instant.now());
        }
    }
}
