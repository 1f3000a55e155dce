package dev.sidestep.gateway.nodes;

import java.io.IOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/// A Redis server of its own, which can be stopped, killed and started empty.
final class RealRedis implements AutoCloseable {
    private final int port;
    private RedisServer server;

    private RealRedis(int port) throws IOException {
        this.port = port;
        this.server = begin(port);
    }

    static RealRedis start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new RealRedis(socket.getLocalPort());
        }
    }

    private static RedisServer begin(int port) throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        return server;
    }

    int port() {
        return port;
    }

    /// Holds it up: connections stand, and nothing answers.
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// Lets it go on.
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        long pid = ProcessHandle.current()
                .descendants()
                .filter(each -> each.info()
                        .command()
                        .filter(command -> command.contains("redis"))
                        .isPresent())
                .findFirst()
                .orElseThrow()
                .pid();
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    /// Ends it with everything that it knew.
    void kill() throws IOException {
        server.stop();
    }

    /// Starts it anew, empty.
    void restart() throws IOException {
        server = begin(port);
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
