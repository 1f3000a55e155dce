package dev.sidestep.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Writes lines on a thread of its own, so that a slow terminal or pipe holds up no event loop, and
/// gathers them for a moment: a wake-up and a write for each line cost a busy gateway more than the
/// call that the line tells of. Thread-safe.
final class GatheringAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /// Lines that may wait for a slow terminal; some seconds of a busy gateway. What comes then is
    /// dropped, since no event loop may wait for a log.
    private static final int MOST_WAITING_LINES = 8_192;
    /// How late a line may be. Nobody reads faster.
    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /// The bytes of one write.
    private static final int BUFFER_BYTES = 1 << 16;
    /// How long the last lines may take when the process ends.
    private static final long LAST_LINES_MILLIS = 1_000;

    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING_LINES);
    private final Encoder<ILoggingEvent> encoder;
    private final OutputStream out;
    private final Thread thread =
            Thread.ofPlatform().name("sidestep-log").daemon().unstarted(this::run);

    GatheringAppender(Encoder<ILoggingEvent> encoder, OutputStream out) {
        this.encoder = encoder;
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    @Override
    public void start() {
        super.start();
        thread.start();
    }

    /// Writes what waits, and ends.
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        thread.interrupt();
        try {
            thread.join(LAST_LINES_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        waiting.offer(event);
    }

    private void run() {
        List<ILoggingEvent> lines = new ArrayList<>();
        try {
            while (isStarted()) {
                lines.add(waiting.take());
                LockSupport.parkNanos(GATHERING_NANOS);
                waiting.drainTo(lines);
                write(lines);
                lines.clear();
            }
        } catch (InterruptedException _) {
            // The process ends: what waits is written all the same.
        }
        waiting.drainTo(lines);
        write(lines);
    }

    private void write(List<ILoggingEvent> lines) {
        try {
            for (ILoggingEvent line : lines) {
                out.write(encoder.encode(line));
            }
            out.flush();
        } catch (IOException | RuntimeException failure) {
            addError("the log cannot be written", failure);
        }
    }
}
