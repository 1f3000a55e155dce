package dev.sidestep.gateway.log;

import java.io.PrintStream;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Writes lines on a thread of its own, so that a slow terminal or pipe holds up no event loop.
/// Thread-safe.
final class LogWriter {
    /// Lines that may wait; some seconds of a busy gateway. What comes then is counted and dropped.
    static final int MAX_WAITING_LINES = 8_192;

    private final Queue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    private final Semaphore written = new Semaphore(0);
    private final AtomicLong dropped = new AtomicLong();
    private final PrintStream out;

    /// @param out what is written to; must not flush by itself
    LogWriter(PrintStream out) {
        this.out = out;
    }

    /// Starts the thread, and sees that nothing is left unwritten when the process ends.
    void start() {
        Thread.ofPlatform().name("sidestep-log").daemon().start(this::run);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::flush));
    }

    /// Takes a line, or drops it when too many wait. Never blocks.
    void write(String line) {
        if (lines.offer(line)) {
            written.release();
        } else {
            dropped.incrementAndGet();
        }
    }

    /// Writes what waits.
    synchronized void flush() {
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            out.println(line);
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            out.println("WARN   " + lost + " log lines dropped: they came faster than they could be written");
        }
        out.flush();
    }

    private void run() {
        while (true) {
            try {
                written.acquire();
            } catch (InterruptedException _) {
                return;
            }
            written.drainPermits();
            flush();
        }
    }
}
