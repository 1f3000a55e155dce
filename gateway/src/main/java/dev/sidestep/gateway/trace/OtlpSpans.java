package dev.sidestep.gateway.trace;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallEvent.Began;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.config.TraceConfig;
import dev.sidestep.gateway.metrics.SpanCounts;
import dev.sidestep.store.ledger.Content;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Spans that OpenTelemetry makes, and sends to a collector in batches, on a thread beside the event
/// loops. Thread-safe; keeps something of calls under way and of nothing else.
final class OtlpSpans implements Spans {
    private static final String SCOPE = "dev.sidestep.gateway";

    /// Some seconds of a busy gateway while the collector is away; what comes then is dropped. Some 10 MB when full.
    private static final int MOST_WAITING_SPANS = 8_192;

    private static final int MOST_PER_BATCH = 512;
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /// For a batch, with all that is tried again.
    private static final Duration SENDING = Duration.ofSeconds(10);

    private static final long CLOSING_SECONDS = 3;

    private final TraceConfig config;
    private final Dispatcher dispatcher;
    private final DroppedSpans dropped = new DroppedSpans();
    private final SdkMeterProvider figures =
            SdkMeterProvider.builder().registerMetricReader(dropped).build();
    private final CountedExporter exporter;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final ConcurrentMap<String, CallSpan> calls = new ConcurrentHashMap<>();
    private final Set<String> contentExpected = ConcurrentHashMap.newKeySet();

    private OtlpSpans(TraceConfig config, Dispatcher dispatcher) {
        this.config = config;
        this.dispatcher = dispatcher;
        this.exporter = new CountedExporter(exporter(config));
        this.provider = SdkTracerProvider.builder()
                .setResource(resource(config))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sample())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MOST_WAITING_SPANS)
                        .setMaxExportBatchSize(MOST_PER_BATCH)
                        .setScheduleDelay(BETWEEN_BATCHES)
                        .setExporterTimeout(SENDING)
                        .setMeterProvider(figures)
                        .build())
                .build();
        this.tracer = provider.get(SCOPE);
    }

    static Spans open(TraceConfig config, Dispatcher dispatcher) {
        return new OtlpSpans(config, dispatcher);
    }

    private static SpanExporter exporter(TraceConfig config) {
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setHeaders(() -> headers(config))
                .setTimeout(SENDING)
                .setConnectTimeout(CONNECTING)
                .build();
    }

    private static Map<String, String> headers(TraceConfig config) {
        Map<String, String> headers = new HashMap<>();
        config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        return headers;
    }

    private static Resource resource(TraceConfig config) {
        String version = Optional.ofNullable(OtlpSpans.class.getPackage().getImplementationVersion())
                .orElse("");
        return Resource.getDefault()
                .merge(Resource.create(Attributes.of(Names.SERVICE, config.serviceName(), Names.VERSION, version)));
    }

    @Override
    public void on(CallEvent event) {
        switch (event) {
            case Began began -> began(began);
            case CallEvent.Sending sending -> of(sending.call(), call -> call.sending(sending, dispatcher));
            case CallEvent.AttemptEnded(var id, var expense, var _) -> of(id, call -> call.attemptEnded(expense));
            case CallEvent.Waiting waiting -> of(waiting.call(), call -> call.waiting(waiting, dispatcher.nowNanos()));
            case CallEvent.Cooled cooled -> of(cooled.call(), call -> call.cooled(cooled, dispatcher.nowNanos()));
            case CallEvent.Answered(var id, var target, var _) -> of(id, call -> call.answered(target));
            case CallEvent.Completed completed -> of(completed.call(), call -> call.completed(completed));
            case CallEvent.Broken broken -> of(broken.call(), call -> call.broken(broken));
            case CallEvent.Failed failed -> of(failed.call(), call -> call.failed(failed));
            case CallEvent.Unclassified _, CallEvent.CooldownExpired _ -> {}
        }
        if (event.isEnd()) {
            event.about().ifPresent(this::forgetEnded);
        }
    }

    private void began(Began began) {
        CallSpan call = new CallSpan(tracer, began, contentExpected.remove(began.call()));
        if (call.isRecorded() || config.propagates()) {
            calls.put(began.call(), call);
        }
    }

    private void of(String id, Consumer<CallSpan> then) {
        CallSpan call = calls.get(id);
        if (call != null) {
            then.accept(call);
        }
    }

    private void forgetEnded(String id) {
        calls.computeIfPresent(id, (_, call) -> call.isOver() ? null : call);
    }

    @Override
    public Optional<String> traceparent(String call, int attempt) {
        return config.propagates()
                ? Optional.ofNullable(calls.get(call)).flatMap(span -> span.traceparent(attempt))
                : Optional.empty();
    }

    @Override
    public void expectContent(String call) {
        contentExpected.add(call);
    }

    @Override
    public void content(Content content) {
        contentExpected.remove(content.call());
        of(content.call(), call -> call.content(content));
        forgetEnded(content.call());
    }

    @Override
    public boolean isOpen() {
        return !calls.isEmpty();
    }

    @Override
    public SpanCounts counts() {
        return exporter.counts(dropped.count());
    }

    @Override
    public void close() {
        CompletableResultCode closed = provider.shutdown();
        closed.join(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
}
