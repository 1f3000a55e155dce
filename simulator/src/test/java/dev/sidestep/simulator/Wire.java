package dev.sidestep.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A plain client of a simulator, knowing nothing but HTTP.
final class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI baseUrl;
    private final String key;

    Wire(URI baseUrl, String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    HttpResponse<String> chat(String body) throws IOException, InterruptedException {
        return http.send(post("/chat/completions", body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> embeddings(String body) throws IOException, InterruptedException {
        return http.send(post("/embeddings", body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> models() throws IOException, InterruptedException {
        return http.send(request("/models").GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest post(String path, String body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    HttpClient http() {
        return http;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    static String hello(String model) {
        return """
                {"model":"%s","messages":[{"role":"user","content":"Hello there"}]}""".formatted(model);
    }

    static String streamedHello(String model) {
        return """
                {"model":"%s","stream":true,"messages":[{"role":"user","content":"Hello there"}]}""".formatted(model);
    }
}
