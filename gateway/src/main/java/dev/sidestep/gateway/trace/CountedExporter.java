package dev.sidestep.gateway.trace;

import dev.sidestep.gateway.metrics.SpanCounts;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;

/// An exporter that counts what becomes of spans. Thread-safe.
final class CountedExporter implements SpanExporter {
    private final SpanExporter exporter;
    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();

    CountedExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int number = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> (result.isSuccess() ? exported : failed).add(number));
    }

    /// What became of those that were sent.
    ///
    /// @param dropped how many were not
    SpanCounts counts(long dropped) {
        return new SpanCounts(exported.sum(), failed.sum(), dropped);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
