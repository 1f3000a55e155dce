package dev.sidestep.gateway.metrics;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.call.Expense;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.exchange.AnswerHead;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.store.Store;
import dev.sidestep.store.share.Share;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The gateway's figures. Thread-safe.
///
/// Every label's values come from a closed set, or are names of the configuration: what a client
/// writes into a request never makes a series.
public final class Metrics {
    /// A call that was ended because the gateway stopped.
    public static final String ABORTED = "aborted";

    private static final String NO_PROVIDER = "none";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Dispatcher dispatcher;
    private final CallMetrics calls = new CallMetrics(registry);
    private final AttemptMetrics attempts = new AttemptMetrics(registry);
    private final KnowledgeMetrics knowledge;
    private final LoopDelay loopDelay;
    private @Nullable ProcessMetrics process;

    /// Counts what this dispatcher does.
    public Metrics(Dispatcher dispatcher, Load load) {
        this.dispatcher = dispatcher;
        this.knowledge = new KnowledgeMetrics(dispatcher, registry);
        this.loopDelay = new LoopDelay(dispatcher::nowNanos, registry);
        load.register(registry);
        dispatcher.listen(this::on);
    }

    private void on(CallEvent event) {
        calls.on(event);
        attempts.on(event);
    }

    /// Counts what becomes of spans.
    public void watchSpans(Supplier<SpanCounts> counts) {
        TraceMetrics.register(counts, registry);
    }

    /// Tells how the talk with other nodes is doing as well.
    public void watch(Share share) {
        ShareMetrics.register(share, registry);
    }

    /// Tells how this store is doing as well.
    public void watch(Store store) {
        StoreMetrics.register(store, registry);
    }

    /// Tells how late the current event loop is as well. To be called on it.
    public void watch(Vertx vertx) {
        loopDelay.watch(vertx);
    }

    /// Begins to measure a call.
    public Measured call(Call call, long startedNanos) {
        return new Measured(Endpoint.of(call), startedNanos);
    }

    /// Everything in the text format of Prometheus. With thousands of targets it takes a while, and belongs on no event
    /// loop.
    public String scrape() {
        watchProcess();
        knowledge.refresh();
        return registry.scrape();
    }

    /// From the first scrape on: what looks into the virtual machine takes longer to load than all the rest of a start.
    private synchronized void watchProcess() {
        if (process == null && !registry.isClosed()) {
            process = new ProcessMetrics(registry);
        }
    }

    /// Ends the counting.
    public synchronized void close() {
        registry.close();
        if (process != null) {
            process.close();
        }
    }

    /// One call. Not thread-safe.
    public final class Measured {
        private final Endpoint endpoint;
        private final long startedNanos;
        private String provider = NO_PROVIDER;

        private Measured(Endpoint endpoint, long startedNanos) {
            this.endpoint = endpoint;
            this.startedNanos = startedNanos;
        }

        /// The whole answer is here.
        public void answered(AnswerHead head) {
            provider = head.target().providerType();
            long spentNanos = head.attempts().stream()
                    .mapToLong(attempt -> attempt.endedNanos() - attempt.startedNanos())
                    .sum();
            calls.firstContent(provider, dispatcher.nowNanos() - startedNanos, spentNanos);
            calls.dropped(provider, head.losses().size());
        }

        /// A stream's first content is here.
        public void streamBegan(AnswerHead head) {
            answered(head);
            attempts.streamBegan(head.attempts().getLast());
        }

        /// The stream is complete.
        public void streamEnded(List<Expense> expenses) {
            attempts.streamEnded(expenses.getLast());
        }

        /// Every attempt failed: the provider is that of the last one.
        public void failed(CallFailedException failure) {
            List<Attempt> made = failure.attempts();
            if (!made.isEmpty()) {
                provider = made.getLast().target().providerType();
            }
        }

        /// The call is over.
        public void ended(String outcome) {
            calls.ended(endpoint, provider, outcome);
        }
    }
}
