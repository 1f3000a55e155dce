package dev.sidestep.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.sse.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The live feed of a running gateway, heard on a thread of its own and connected again when it breaks off.
final class LiveStream implements AutoCloseable {
    private static final String LIVE = "/api/v1/live";
    private static final long LONGEST_PAUSE_SECONDS = 10;
    private static final int BUFFER_BYTES = 64 * 1024;

    /// Some minutes of a screen that does not draw.
    private static final int MOST_WAITING = 1_000;

    private final RunningGateway gateway;
    private final Terminal terminal;
    private final HttpClient client = RunningGateway.client();
    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile @Nullable InputStream current;
    private volatile boolean isClosed;

    /// One event.
    record Event(String name, JsonNode data) {}

    /// Connects.
    ///
    /// @throws CommandFailedException where that cannot be done
    static LiveStream open(RunningGateway gateway, Terminal terminal) {
        LiveStream stream = new LiveStream(gateway, terminal);
        try {
            stream.connect();
        } catch (CommandFailedException refused) {
            stream.close();
            throw refused;
        }
        Thread.ofVirtual().name("live").start(stream::listen);
        return stream;
    }

    private LiveStream(RunningGateway gateway, Terminal terminal) {
        this.gateway = gateway;
        this.terminal = terminal;
    }

    private void connect() {
        current = gateway.listen(terminal, client, LIVE);
    }

    private void listen() {
        long pause = 1;
        while (!isClosed) {
            InputStream stream = current;
            if (stream != null) {
                pause = read(stream) ? 1 : Math.min(LONGEST_PAUSE_SECONDS, 2 * pause);
            }
            connectAfter(pause);
        }
    }

    private void connectAfter(long seconds) {
        try {
            if (!isClosed && !terminal.stop().await(seconds, TimeUnit.SECONDS)) {
                connect();
            }
        } catch (CommandFailedException _) {
            current = InputStream.nullInputStream();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            isClosed = true;
        }
    }

    /// Reads until the stream breaks off; answers whether anything came.
    private boolean read(InputStream stream) {
        SseReader events = new SseReader();
        byte[] buffer = new byte[BUFFER_BYTES];
        boolean hasCome = false;
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                hasCome |= count > 0;
                events.feed(
                        buffer,
                        0,
                        count,
                        event -> heard.offer(new Event(event.type(), RunningGateway.read(event.text()))));
            }
        } catch (IOException | CommandFailedException _) {
            return hasCome;
        }
        return hasCome;
    }

    /// What came since this was asked the last time; waits for the first of it for as long as this.
    List<Event> next(long millis) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        Event first = heard.poll(millis, TimeUnit.MILLISECONDS);
        if (first != null) {
            events.add(first);
            heard.drainTo(events);
        }
        return events;
    }

    @Override
    public void close() {
        isClosed = true;
        InputStream stream = current;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException _) {
                // It is gone already.
            }
        }
        client.shutdownNow();
    }
}
