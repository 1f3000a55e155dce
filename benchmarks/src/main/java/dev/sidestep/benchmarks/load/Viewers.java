package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Open dashboards, as far as a gateway sees them: connections that read its live feed and do nothing with it.
/// Thread-safe.
final class Viewers implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String LOOK =
            "GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n";

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    /// Opens so many.
    static Viewers open(int count, int port) throws IOException {
        Viewers viewers = new Viewers();
        for (int i = 0; i < count; i++) {
            viewers.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        return viewers;
    }

    private void add(Socket socket) throws IOException {
        sockets.add(socket);
        socket.getOutputStream().write(LOOK.getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(() -> read(socket));
    }

    private void read(Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
            }
        } catch (IOException _) {
            // Closed at the end of the measurement.
        }
    }

    /// How much they were sent.
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
