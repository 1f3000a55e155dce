package dev.sidestep.gateway.dashboard;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The frames of the last minute, for viewers whose connection broke. Not thread-safe.
final class Ring {
    private static final long KEPT_NANOS = Duration.ofSeconds(60).toNanos();

    /// Some minutes' worth at 50 calls a second.
    private static final long MOST_BYTES = 8 << 20;

    private final Deque<Kept> frames = new ArrayDeque<>();
    private long bytes;

    private record Kept(long id, Buffer bytes, long atNanos) {}

    /// Keeps a frame; ids grow by one.
    void add(long id, Buffer frame, long nowNanos) {
        frames.addLast(new Kept(id, frame, nowNanos));
        bytes += frame.length();
        while (bytes > MOST_BYTES || nowNanos - frames.getFirst().atNanos() > KEPT_NANOS) {
            bytes -= frames.removeFirst().bytes().length();
        }
    }

    /// What came after the frame of this id; empty where some of it is not kept any more, or never was.
    Optional<Buffer> after(long id) {
        if (frames.isEmpty()
                || id < frames.getFirst().id()
                || id > frames.getLast().id()) {
            return Optional.empty();
        }
        Buffer missed = Buffer.buffer();
        frames.stream().filter(each -> each.id() > id).forEach(each -> missed.appendBuffer(each.bytes()));
        return Optional.of(missed);
    }
}
