package dev.sidestep.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A collector of spans as OTLP describes it, on loopback: keeps what it was sent.
final class Collector implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> services = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    private Collector() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    static Collector start() {
        try {
            return new Collector();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Refuses this many requests with 503.
    Collector refusing(int requests) {
        refusals.set(requests);
        return this;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isRefused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!isRefused) {
            heads.add(exchange.getRequestHeaders().entrySet().toString());
            ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(resource -> {
                services.add(
                        attributes(resource.getResource().getAttributesList()).get("service.name"));
                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            });
        }
        exchange.sendResponseHeaders(isRefused ? 503 : 200, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<String> services() {
        return List.copyOf(services);
    }

    /// The headers of each request.
    List<String> heads() {
        return List.copyOf(heads);
    }

    /// The span of the only call, once it is here.
    Span call() throws InterruptedException {
        return await(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER).getFirst();
    }

    /// The spans of its attempts, in order.
    List<Span> attempts() throws InterruptedException {
        return await(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
    }

    private List<Span> await(Predicate<Span> kind) throws InterruptedException {
        Bench.await(() -> spans.stream().anyMatch(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER));
        return spans.stream().filter(kind).toList();
    }

    /// What a span or an event tells, as texts.
    static Map<String, String> attributes(List<KeyValue> pairs) {
        Map<String, String> attributes = new TreeMap<>();
        pairs.forEach(pair -> attributes.put(pair.getKey(), text(pair.getValue())));
        return attributes;
    }

    static Map<String, String> attributes(Span span) {
        return attributes(span.getAttributesList());
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> value.toString();
        };
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
