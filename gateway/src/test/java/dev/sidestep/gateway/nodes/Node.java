package dev.sidestep.gateway.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A gateway that runs as a process of its own, as a user starts it.
final class Node implements AutoCloseable {
    /// What must come within this time on any machine.
    static final Duration SOON = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path folder;
    private final Path config;
    private final int port;
    private Process process;

    private Node(Path folder, Path config, int port) {
        this.folder = folder;
        this.config = config;
        this.port = port;
        this.process = run();
    }

    /// Starts a gateway, and returns at once.
    ///
    /// @param folder where its configuration and its log are
    /// @param gateway more lines of the section `gateway`, each with a line break
    /// @param calls the rest of the configuration
    static Node start(Path folder, String gateway, String calls) throws IOException {
        int port = freePort();
        Files.createDirectories(folder);
        Path config = folder.resolve("sidestep.yaml");
        Files.writeString(config, """
                gateway:
                  listen: 127.0.0.1:%d
                  event-loops: 1
                %s%s""".formatted(port, gateway.indent(2), calls));
        return new Node(folder, config, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process run() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.sidestep.gateway.cli.Main"));
        command.addAll(List.of("serve", "--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("HOME", folder.toString());
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    /// What it has said so far.
    String said() throws IOException {
        return Files.readString(log());
    }

    /// Waits until it takes calls.
    Node awaitReady() throws IOException {
        if (!await(this::isReady, SOON)) {
            throw new IllegalStateException("not ready in time: " + said());
        }
        return this;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("ended with " + process.exitValue());
        }
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Waits for a condition, which is asked every few milliseconds.
    static boolean await(BooleanSupplier condition, Duration atMost) {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(url(path)).timeout(SOON).build());
    }

    HttpResponse<String> delete(String path) throws IOException {
        return send(HttpRequest.newBuilder(url(path)).timeout(SOON).DELETE().build());
    }

    JsonNode json(String path) throws IOException {
        return JSON.readTree(get(path).body());
    }

    /// Makes a chat call.
    HttpResponse<String> chat(String model, boolean streaming) throws IOException {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + streaming
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        return send(HttpRequest.newBuilder(url("/v1/chat/completions"))
                .timeout(SOON)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /// Begins a call, and returns as soon as its answer does.
    HttpResponse<Stream<String>> begin(String path, String body) throws IOException {
        return send(
                HttpRequest.newBuilder(url(path))
                        .timeout(SOON)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofLines());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        return send(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> reading)
            throws IOException {
        try {
            return HTTP.send(request, reading);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// Ends it as a loss of the process does: nothing of it runs any more, and nothing was told to it.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it again with the same configuration, and returns at once.
    void restart() {
        process = run();
    }

    /// Asks it to end.
    ///
    /// @return its exit code
    int end() throws InterruptedException {
        ask();
        return awaitEnd();
    }

    /// Asks it to end, and returns at once.
    void ask() {
        process.destroy();
    }

    /// Waits until it has ended.
    ///
    /// @return its exit code
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("did not end");
        }
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
