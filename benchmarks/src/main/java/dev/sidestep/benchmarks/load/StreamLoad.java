package dev.sidestep.benchmarks.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Streams that are opened and then left to run.
final class StreamLoad implements ClientConnection.Load {
    /// Longest wait for the first event of every stream.
    private static final long OPEN_SECONDS = 60;

    private final Set<Channel> begun = new HashSet<>();
    private final CountDownLatch awaited;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final List<Channel> open;

    StreamLoad(EventLoopGroup loop, int port, int count, Request request) throws InterruptedException {
        awaited = new CountDownLatch(count);
        open = Connections.open(loop, port, count, this);
        long id = 1;
        for (Channel connection : open) {
            connection.writeAndFlush(request.withId(id, connection.alloc())).sync();
            id++;
        }
    }

    /// Waits until every stream has begun, and says how many have.
    String awaitBegun() throws InterruptedException {
        awaited.await(OPEN_SECONDS, TimeUnit.SECONDS);
        return "begun=" + (open.size() - awaited.getCount());
    }

    /// What has come since the beginning.
    String counts() {
        return "events=" + events.get() + " ended=" + ended.get();
    }

    void close() {
        Connections.close(open);
    }

    @Override
    public void events(Channel connection, int count) {
        events.addAndGet(count);
        if (count > 0 && begun.add(connection)) {
            awaited.countDown();
        }
    }

    @Override
    public void ended(Channel connection, boolean isOk) {
        ended.incrementAndGet();
    }

    @Override
    public void lost(Channel connection) {
        ended.incrementAndGet();
    }
}
