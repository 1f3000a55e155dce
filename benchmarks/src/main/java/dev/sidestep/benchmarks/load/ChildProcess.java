package dev.sidestep.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of the benchmark, on its own core where there are two.
final class ChildProcess implements AutoCloseable {
    /// The core of the proxy that is measured; everything else runs on core 0.
    static final int PROXY_CORE = 1;

    static final int LOAD_CORE = 0;

    private static final long END_SECONDS = 15;

    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;

    private ChildProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    }

    /// A proxy, whose output goes to a file.
    static ChildProcess proxy(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(pinned(PROXY_CORE, command));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return start(builder);
    }

    /// A process of this module that is asked line by line.
    static ChildProcess java(Class<?> main) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        return start(new ProcessBuilder(pinned(LOAD_CORE, command)).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private static ChildProcess start(ProcessBuilder builder) {
        try {
            return new ChildProcess(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> pinned(int core, List<String> command) {
        if (!isPinning()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        return pinned;
    }

    /// Whether processes are bound to cores: where there are two and the system has the command for it.
    static boolean isPinning() {
        return Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));
    }

    /// Sends a line and returns the answer.
    Command ask(String line) {
        in.println(line);
        return nextLine();
    }

    /// The next line that it says.
    Command nextLine() {
        try {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("a process of the benchmark has ended: " + process.info());
            }
            return Command.read(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        in.close();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
