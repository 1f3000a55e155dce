package dev.sidestep.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command run in this process, with what it wrote.
public final class Captured {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Output out = new Output();
    private final Output err = new Output();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Terminal terminal;

    /// What was written so far, with a way to wait for more.
    private static final class Output extends StringWriter {
        @Override
        public void flush() {
            synchronized (this) {
                notifyAll();
            }
        }

        synchronized String await(Pattern pattern) throws InterruptedException {
            long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                Matcher matcher = pattern.matcher(toString());
                if (matcher.find()) {
                    return matcher.group();
                }
                long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    throw new AssertionError("never came: " + pattern + " in\n" + this);
                }
                wait(leftMillis);
            }
        }
    }

    private Captured(Map<String, String> environment, Path folder) {
        this.terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, environment, folder, stop);
    }

    public static Captured in(Path folder, Map<String, String> environment) {
        return new Captured(environment, folder);
    }

    public int run(String... arguments) {
        return Main.run(terminal, arguments);
    }

    /// Runs a command that goes on until [#stop].
    CompletableFuture<Integer> start(String... arguments) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> code.complete(run(arguments)));
        return code.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void stop() {
        stop.countDown();
    }

    /// What matches the pattern in the output, once it does.
    String awaitOut(String pattern) throws InterruptedException {
        return out.await(Pattern.compile(pattern));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
