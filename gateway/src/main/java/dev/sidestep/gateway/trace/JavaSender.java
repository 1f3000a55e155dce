package dev.sidestep.gateway.trace;

import io.opentelemetry.exporter.internal.http.HttpSender;
import io.opentelemetry.exporter.internal.http.HttpSenderConfig;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Posts batches of spans with Java's own HTTP client: no redirects, bounded in time and size. What may be taken
/// later is sent again, as OTLP asks for. Thread-safe.
final class JavaSender implements HttpSender {
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    /// A collector's answer is a few bytes.
    private static final long MOST_ANSWER_BYTES = 64 * 1024;

    private static final double LEAST_JITTER = 0.8;
    private static final double MOST_JITTER = 1.2;

    private final HttpSenderConfig config;
    private final RetryPolicy retries;
    private final HttpClient client;

    JavaSender(HttpSenderConfig config) {
        this.config = config;
        this.retries = Objects.requireNonNullElseGet(config.getRetryPolicy(), RetryPolicy::getDefault);
        // A collector that is spoken to in plain text seldom knows HTTP/2, and the attempt costs each connection a
        // turn.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofNanos(config.getConnectTimeoutNanos()))
                .build();
    }

    @Override
    public void send(Marshaler spans, int size, Consumer<HttpSender.Response> onResponse, Consumer<Throwable> onError) {
        try {
            HttpRequest request = request(bytes(spans, size));
            CompletableFuture<HttpResponse<byte[]>> answer = attempt(request, 1);
            answer.orTimeout(config.getTimeoutNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((taken, failure) -> tell(taken, failure, onResponse, onError));
        } catch (IOException | RuntimeException failure) {
            onError.accept(failure);
        }
    }

    private static byte[] bytes(Marshaler spans, int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(size, 0));
        spans.writeBinaryTo(bytes);
        return bytes.toByteArray();
    }

    private HttpRequest request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(config.getEndpoint()))
                .timeout(Duration.ofNanos(config.getTimeoutNanos()))
                .header("content-type", config.getContentType())
                .POST(BodyPublishers.ofByteArray(body));
        config.getHeadersSupplier()
                .get()
                .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return request.build();
    }

    private CompletableFuture<HttpResponse<byte[]>> attempt(HttpRequest request, int number) {
        return client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER_BYTES))
                .handle((answer, failure) ->
                        isWorthAnother(answer, failure, number) ? later(request, number) : ended(answer, failure))
                .thenCompose(next -> next);
    }

    private boolean isWorthAnother(@Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure, int number) {
        boolean isPassing =
                answer == null ? cause(failure) instanceof IOException : LATER.contains(answer.statusCode());
        return isPassing && number < retries.getMaxAttempts();
    }

    private CompletableFuture<HttpResponse<byte[]>> later(HttpRequest request, int number) {
        double factor = Math.pow(retries.getBackoffMultiplier(), number - 1.0);
        double millis = Math.min(
                retries.getInitialBackoff().toMillis() * factor,
                retries.getMaxBackoff().toMillis());
        long jittered = (long) (millis * ThreadLocalRandom.current().nextDouble(LEAST_JITTER, MOST_JITTER));
        return CompletableFuture.supplyAsync(
                        () -> attempt(request, number + 1),
                        CompletableFuture.delayedExecutor(jittered, TimeUnit.MILLISECONDS))
                .thenCompose(next -> next);
    }

    private static CompletableFuture<HttpResponse<byte[]>> ended(
            @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        return failure == null ? CompletableFuture.completedFuture(answer) : CompletableFuture.failedFuture(failure);
    }

    private static void tell(
            @Nullable HttpResponse<byte[]> answer,
            @Nullable Throwable failure,
            Consumer<HttpSender.Response> onResponse,
            Consumer<Throwable> onError) {
        if (answer == null) {
            onError.accept(cause(failure));
        } else {
            onResponse.accept(new Taken(answer.statusCode(), answer.body()));
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        Throwable known = failure == null ? new IOException("no answer") : failure;
        Throwable cause = known.getCause();
        return known instanceof CompletionException && cause != null ? cause : known;
    }

    /// A collector's answer.
    private static final class Taken implements HttpSender.Response {
        private final int status;
        private final byte[] body;

        private Taken(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        @Override
        public int statusCode() {
            return status;
        }

        @Override
        public String statusMessage() {
            return "";
        }

        @Override
        public byte[] responseBody() {
            return body;
        }
    }

    @Override
    public CompletableResultCode shutdown() {
        client.shutdownNow();
        return CompletableResultCode.ofSuccess();
    }
}
