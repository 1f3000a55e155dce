package dev.sidestep.gateway.metrics;

import dev.sidestep.gateway.trace.SpanCounts;
import dev.sidestep.gateway.trace.Traces;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/// What became of spans, as figures: read when somebody asks for them.
final class TraceMetrics {
    private TraceMetrics() {}

    static void register(Traces traces, MeterRegistry registry) {
        counter(traces, "exported", SpanCounts::exported, registry);
        counter(traces, "failed", SpanCounts::failed, registry);
        counter(traces, "dropped", SpanCounts::dropped, registry);
    }

    private static void counter(
            Traces traces, String outcome, ToLongFunction<SpanCounts> figure, MeterRegistry registry) {
        FunctionCounter.builder("sidestep.spans", traces, each -> figure.applyAsLong(each.counts()))
                .description("Spans that a collector took, that none took, and that were dropped since too many waited")
                .tag("outcome", outcome)
                .register(registry);
    }
}
