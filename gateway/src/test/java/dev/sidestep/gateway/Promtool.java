package dev.sidestep.gateway;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Prometheus' own judge of metrics, rules and configurations, where it is installed.
///
/// @param program where it lies
record Promtool(Path program) {
    private static final long MOST_SECONDS = 60;

    /// What it said, and whether it was content.
    record Verdict(int exit, String text) {}

    /// The one on the path, if any.
    static Optional<Promtool> installed() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Promtool::new);
    }

    /// True where its absence is a failure.
    static boolean isRequired() {
        return Boolean.getBoolean("sidestep.promtool");
    }

    /// Asks it, in a directory and with this text as its input.
    Verdict ask(Path directory, String input, String... words) throws IOException, InterruptedException {
        Path given = Files.writeString(Files.createTempFile("promtool", ".in"), input);
        Path said = Files.createTempFile("promtool", ".out");
        List<String> command =
                Stream.concat(Stream.of(program.toString()), Stream.of(words)).toList();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(given.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("promtool does not end");
        }
        return new Verdict(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    }
}
