package dev.sidestep.store.share;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/// A real server on a port of its own, that keeps nothing on disk.
final class RedisProcess implements AutoCloseable {
    private final int port;
    private final String setting;
    private RedisServer server;

    RedisProcess() throws IOException {
        this("appendonly no");
    }

    RedisProcess(String setting) throws IOException {
        this.port = freePort();
        this.setting = setting;
        this.server = started();
    }

    int port() {
        return port;
    }

    /// Asks the server itself, past every relay.
    <T> T ask(Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis("localhost", port)) {
            return question.apply(jedis);
        }
    }

    void kill() throws IOException {
        server.stop();
    }

    /// Starts it again, empty.
    void restart() throws IOException {
        server = started();
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }

    private RedisServer started() throws IOException {
        RedisServer started = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting(setting)
                .build();
        started.start();
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
