package dev.sidestep.store.share;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The network between a node and the server, with its faults.
final class Relay implements AutoCloseable {
    private static final long PAUSE_NANOS = 1_000_000;

    private final int serverPort;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean isHole;
    private volatile boolean isRefusing;
    private volatile long delayNanos;

    Relay(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// From now on nothing comes through any more, and nobody is told.
    void swallow() {
        isHole = true;
    }

    /// Ends every connection, and each new one at once.
    void refuse() {
        isRefusing = true;
        cut();
    }

    /// Lets each piece of data wait.
    void delay(long nanos) {
        delayNanos = nanos;
    }

    /// Everything is well again; what was swallowed comes through.
    void heal() {
        isHole = false;
        isRefusing = false;
        delayNanos = 0;
    }

    /// Ends every connection.
    void cut() {
        sockets.forEach(Relay::closeQuietly);
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                sockets.add(client);
                if (isRefusing) {
                    closeQuietly(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException _) {
                // Closed; or the client is gone already.
            }
        }
    }

    private void connect(Socket client) {
        awaitPassage();
        try {
            Socket server = new Socket();
            sockets.add(server);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), 1_000);
            Thread.ofVirtual().start(() -> pump(client, server));
            pump(server, client);
        } catch (IOException _) {
            closeQuietly(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                LockSupport.parkNanos(delayNanos);
                awaitPassage();
                out.write(buffer, 0, count);
            }
        } catch (IOException _) {
            // One side is gone, so the other one goes as well.
        }
    }

    private void awaitPassage() {
        while (isHole && !door.isClosed()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more either way.
        }
    }
}
