package dev.sidestep.gateway.wires;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `@copilotkit/aimock`, a mock of the providers that nobody of this project wrote, as a process of its own.
///
/// It is found where npm put it before, in `target/aimock` or `~/.cache/sidestep/aimock`; the system property
/// `sidestep.aimock` has it installed into `target/aimock`, which takes the network.
final class Aimock implements AutoCloseable {
    static final String VERSION = "1.43.0";

    private static final Path MAIN = Path.of("node_modules", "@copilotkit", "aimock", "dist", "cli.js");
    private static final Path PACKAGE = Path.of("node_modules", "@copilotkit", "aimock", "package.json");
    private static final Path HERE = Path.of("target", "aimock");
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
    private static final long INSTALL_SECONDS = 120;

    private final Process process;
    private final URI url;

    private Aimock(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// The directory in which npm installed it; empty where there is none of this version, and none may be fetched.
    static Optional<Path> installed() throws IOException, InterruptedException {
        if (find().isEmpty() && Boolean.getBoolean("sidestep.aimock")) {
            Files.createDirectories(HERE);
            Process npm = new ProcessBuilder(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            HERE.toString(),
                            "@copilotkit/aimock@" + VERSION)
                    .redirectErrorStream(true)
                    .redirectOutput(HERE.resolve("npm.log").toFile())
                    .start();
            if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
            }
        }
        return find();
    }

    private static Optional<Path> find() throws IOException {
        for (Path place : List.of(HERE, Path.of(System.getProperty("user.home"), ".cache", "sidestep", "aimock"))) {
            Path description = place.resolve(PACKAGE);
            if (Files.exists(description)
                    && Files.readString(description).contains("\"version\": \"" + VERSION + "\"")) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /// Starts it on a free port, with the answers of `aimock.json`.
    static Aimock start(Path place) throws IOException {
        Path fixtures = Files.createTempFile("aimock", ".json");
        try (InputStream answers = Aimock.class.getResourceAsStream("aimock.json")) {
            Files.write(fixtures, answers.readAllBytes());
        }
        File errors = Files.createTempFile("aimock", ".log").toFile();
        Process process = new ProcessBuilder(
                        "node", place.resolve(MAIN).toString(), "-p", "0", "-l", "2", "-f", fixtures.toString())
                .redirectError(errors)
                .start();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return new Aimock(process, URI.create(listening.group(1)));
            }
        }
        throw new IllegalStateException("aimock did not start: see " + errors);
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
