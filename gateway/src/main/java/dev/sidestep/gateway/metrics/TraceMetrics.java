package dev.sidestep.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What became of spans, as figures: read when somebody asks for them.
final class TraceMetrics {
    private TraceMetrics() {}

    static void register(Supplier<SpanCounts> counts, MeterRegistry registry) {
        counter(counts, "exported", SpanCounts::exported, registry);
        counter(counts, "failed", SpanCounts::failed, registry);
        counter(counts, "dropped", SpanCounts::dropped, registry);
    }

    private static void counter(
            Supplier<SpanCounts> counts, String outcome, ToLongFunction<SpanCounts> figure, MeterRegistry registry) {
        FunctionCounter.builder("sidestep.spans", registry, _ -> figure.applyAsLong(counts.get()))
                .description("Spans that a collector took, that none took, and that were dropped since too many waited")
                .tag("outcome", outcome)
                .register(registry);
    }
}
