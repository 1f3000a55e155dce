package dev.sidestep.benchmarks.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Calls that are not streamed. Open loop: each call has an intended moment that does not depend on the answers before
/// it, and its latency counts from there. Closed loop: every connection sends its next call at the end of the last.
/// Runs once; everything but [#run] happens on the event loop.
final class CallLoad implements ClientConnection.Load {
    /// Longest wait for the last answers.
    private static final long DRAIN_SECONDS = 10;

    private final EventLoopGroup loop;
    private final List<Request> requests;
    private final Pace pace;
    private final long spanNanos;
    private final Latencies latencies = new Latencies();
    private final Queue<Channel> idle = new ArrayDeque<>();
    private final Queue<Long> waiting = new ArrayDeque<>();
    private final Map<Channel, Long> intendedNanos = new HashMap<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final long firstId;
    private long startNanos;
    private long sent;
    private long failed;
    private boolean isOver;

    /// @param requests sent in turn
    /// @param firstId of the first call; the others count on
    CallLoad(EventLoopGroup loop, List<Request> requests, Pace pace, long seconds, long firstId) {
        this.loop = loop;
        this.requests = List.copyOf(requests);
        this.pace = pace;
        this.spanNanos = TimeUnit.SECONDS.toNanos(seconds);
        this.firstId = firstId;
    }

    /// Runs to its end and says what came of it.
    String run(int port, int connections) throws InterruptedException {
        List<Channel> open = Connections.open(loop, port, connections, this);
        loop.execute(() -> begin(open));
        TimeUnit.NANOSECONDS.sleep(spanNanos);
        loop.execute(this::stop);
        boolean isDrained = drained.await(DRAIN_SECONDS, TimeUnit.SECONDS);
        String line = "sent=%d answered=%d failed=%d unanswered=%d p50=%.1f p99=%.1f"
                .formatted(
                        sent,
                        latencies.count(),
                        failed,
                        isDrained ? 0 : intendedNanos.size(),
                        latencies.percentileMicros(50),
                        latencies.percentileMicros(99));
        Connections.close(open);
        return line;
    }

    private void begin(List<Channel> open) {
        startNanos = System.nanoTime();
        idle.addAll(open);
        if (pace.isOpenLoop()) {
            sendDue();
        } else {
            open.forEach(_ -> send(System.nanoTime()));
        }
    }

    private void sendDue() {
        if (isOver) {
            return;
        }
        long now = System.nanoTime();
        while (pace.intendedNanos(sent + waiting.size(), startNanos) - now <= 0) {
            long intended = pace.intendedNanos(sent + waiting.size(), startNanos);
            if (idle.isEmpty()) {
                waiting.add(intended);
            } else {
                send(intended);
            }
        }
        long next = pace.intendedNanos(sent + waiting.size(), startNanos);
        loop.schedule(this::sendDue, next - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void send(long intended) {
        Channel connection = idle.remove();
        intendedNanos.put(connection, intended);
        Request request = requests.get((int) (sent % requests.size()));
        connection.writeAndFlush(request.withId(firstId + sent, connection.alloc()));
        sent++;
    }

    @Override
    public void ended(Channel connection, boolean isOk) {
        Long intended = intendedNanos.remove(connection);
        if (intended == null) {
            return;
        }
        latencies.record(intended, System.nanoTime());
        failed += isOk ? 0 : 1;
        idle.add(connection);
        if (!waiting.isEmpty()) {
            send(waiting.remove());
        } else if (!pace.isOpenLoop() && !isOver) {
            send(System.nanoTime());
        }
        endIfDrained();
    }

    @Override
    public void lost(Channel connection) {
        idle.remove(connection);
        if (intendedNanos.remove(connection) != null) {
            failed++;
        }
        endIfDrained();
    }

    private void stop() {
        isOver = true;
        endIfDrained();
    }

    private void endIfDrained() {
        if (isOver && intendedNanos.isEmpty()) {
            drained.countDown();
        }
    }
}
