package dev.sidestep.exchange;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web server on the loopback address that shows a certificate for `images.example`.
final class ImageServer implements AutoCloseable {
    static final String HOST = "images.example";
    static final String PNG = Base64.getEncoder().encodeToString(png(64));
    static final String PDF =
            Base64.getEncoder().encodeToString("%PDF-1.7 and so on".getBytes(StandardCharsets.US_ASCII));

    private static final String PASSWORD = "changeit";
    private static final int LARGE = 6 * 1024 * 1024;

    private final HttpServer server;
    private final PfxOptions keys;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> kept = new CompletableFuture<>();
    private final CompletableFuture<String> left = new CompletableFuture<>();

    /// A request as it came.
    ///
    /// @param serverName as the TLS handshake names it
    record Seen(String serverName, String uri, Map<String, String> headers) {}

    ImageServer(Vertx vertx) {
        keys = new PfxOptions().setPassword(PASSWORD).setValue(Buffer.buffer(Keys.BYTES));
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setSni(true)
                .setKeyCertOptions(keys)
                .setHost("127.0.0.1");
        server = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0)
                .await();
    }

    private void answer(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(headers::put);
        seen.add(new Seen(String.valueOf(request.connection().indicatedServerName()), request.uri(), headers));
        HttpServerResponse response = request.response();
        switch (String.valueOf(request.path())) {
            case "/cat.png" -> send(response, "image/png", png(64));
            case "/large.png" -> send(response, "image/png", png(LARGE));
            case "/mislabelled.jpg" -> send(response, "image/jpeg", png(64));
            case "/cat.pdf" ->
                send(response, "application/pdf", Base64.getDecoder().decode(PDF));
            case "/page" -> send(response, "text/html", "<html>".getBytes(StandardCharsets.US_ASCII));
            case "/secret.png" -> send(response, "image/png", "secret".getBytes(StandardCharsets.US_ASCII));
            case "/packed.png" -> send(response.putHeader("content-encoding", "gzip"), "image/png", png(64));
            case "/endless.png" -> endless(response.setChunked(true).putHeader("content-type", "image/png"));
            case "/silent.png" -> keep(request);
            case "/redirect" -> redirect(response, Integer.parseInt(request.query()));
            case "/inside" -> redirect(response, "https://127.0.0.1/cat.png");
            case "/unknown" -> redirect(response, "https://inside.example/cat.png");
            case "/plain" -> redirect(response, "http://" + HOST + "/cat.png");
            default -> response.setStatusCode(404).end();
        }
    }

    private static void send(HttpServerResponse response, String type, byte[] body) {
        response.putHeader("content-type", type).end(Buffer.buffer(body));
    }

    private static void endless(HttpServerResponse response) {
        response.write(Buffer.buffer(png(1024 * 1024))).onSuccess(_ -> endless(response));
    }

    private void keep(HttpServerRequest request) {
        request.connection().closeHandler(_ -> left.complete(request.path()));
        kept.complete(request.path());
    }

    private static void redirect(HttpServerResponse response, int more) {
        redirect(response, more > 1 ? "/redirect?" + (more - 1) : "/cat.png");
    }

    private static void redirect(HttpServerResponse response, String location) {
        response.setStatusCode(302).putHeader("location", location).end();
    }

    private static byte[] png(int bytes) {
        byte[] mark = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        byte[] image = new byte[bytes];
        System.arraycopy(mark, 0, image, 0, mark.length);
        return image;
    }

    static String url(String path) {
        return "https://" + HOST + path;
    }

    SocketAddress address() {
        return SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1");
    }

    /// What a client must trust to come here.
    PfxOptions keys() {
        return keys;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /// Completes once somebody waits for an answer that never comes.
    CompletableFuture<String> kept() {
        return kept;
    }

    /// Completes once he has gone.
    CompletableFuture<String> left() {
        return left;
    }

    @Override
    public void close() {
        server.close().await();
    }

    private static final class Keys {
        static final byte[] BYTES = made();

        private static byte[] made() {
            try {
                return generated();
            } catch (IOException | InterruptedException broken) {
                throw new IllegalStateException(broken);
            }
        }
    }

    private static byte[] generated() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("images");
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "images",
                        "-dname",
                        "CN=" + HOST,
                        "-ext",
                        "san=dns:" + HOST,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        byte[] keys = Files.readAllBytes(file);
        Files.delete(file);
        Files.delete(folder);
        return keys;
    }
}
