package dev.sidestep.gateway.trace;

import dev.sidestep.call.Origin;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// W3C's trace context, in and out.
final class Parent {
    private static final TextMapGetter<Origin> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Origin origin) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable Origin origin, String name) {
            String value =
                    origin == null ? "" : name.equals("traceparent") ? origin.traceparent() : origin.tracestate();
            return value.isEmpty() ? null : value;
        }
    };

    private Parent() {}

    /// The span that a call is part of; none where its client names none, or in other words than the standard's.
    static Context of(Origin origin) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), origin, HEADERS);
    }

    /// A span as the header `traceparent`. What the systems before us have added is not for providers.
    static String header(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }
}
