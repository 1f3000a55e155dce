package dev.sidestep.gateway.nodes;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/// The way from one node to Redis, which can be cut so that nobody notices: bytes vanish, and connections stand.
final class RedisLink implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;
    private volatile boolean isCut;

    private RedisLink(int redisPort) {
        NetClient client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(near -> {
            near.pause();
            client.connect(redisPort, "127.0.0.1")
                    .onSuccess(far -> join(near, far))
                    .onFailure(_ -> near.close());
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    static RedisLink to(int redisPort) {
        return new RedisLink(redisPort);
    }

    private void join(NetSocket near, NetSocket far) {
        pass(near, far);
        pass(far, near);
        near.resume();
    }

    private void pass(NetSocket from, NetSocket to) {
        from.handler(bytes -> {
            if (!isCut) {
                to.write(bytes);
            }
        });
        from.closeHandler(_ -> to.close());
    }

    int port() {
        return server.actualPort();
    }

    /// What is sent from now on is lost.
    void cut() {
        isCut = true;
    }

    /// What is sent from now on arrives.
    void mend() {
        isCut = false;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
