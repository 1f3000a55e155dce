package dev.sidestep.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that plays the same steps on every connection, whatever it is sent: for what happens before a request has
/// been read, such as a close right after the connect or a reset in the middle of a body. Thread-safe.
public final class RawServer implements AutoCloseable {
    private final Vertx vertx;
    private final NetServer server;
    private final AtomicInteger connections = new AtomicInteger();
    private final long afterBytes;
    private final List<Step> steps;

    private RawServer(long afterBytes, List<Step> steps) {
        this.afterBytes = afterBytes;
        this.steps = steps;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        this.server = vertx.createNetServer(
                new NetServerOptions().setHost(Loopback.HOST).setTcpNoDelay(true));
    }

    /// Starts on a free port. On each connection the steps begin when so many bytes have come; 0 is at once.
    public static RawServer start(long afterBytes, Step... steps) {
        var raw = new RawServer(afterBytes, List.of(steps));
        raw.server.connectHandler(socket -> raw.serve((NetSocketInternal) socket));
        Loopback.await(raw.server.listen(0));
        return raw;
    }

    /// Its address, without a path and without a slash at the end.
    public URI url() {
        return URI.create("http://" + Loopback.HOST + ":" + server.actualPort());
    }

    /// How many connections there were.
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        Loopback.await(vertx.close());
    }

    private void serve(NetSocketInternal socket) {
        connections.incrementAndGet();
        var player = new Player(vertx, socket, steps, new Player.Ignored());
        socket.closeHandler(_ -> player.abandon());
        socket.exceptionHandler(_ -> socket.close());
        if (afterBytes == 0) {
            player.play();
            return;
        }
        long[] received = {0};
        socket.handler(bytes -> {
            boolean waiting = received[0] < afterBytes;
            received[0] += bytes.length();
            if (waiting && received[0] >= afterBytes) {
                player.play();
            }
        });
    }
}
