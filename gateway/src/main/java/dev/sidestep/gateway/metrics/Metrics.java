package dev.sidestep.gateway.metrics;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.CallFailedException;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.trace.Traces;
import dev.sidestep.store.Store;
import dev.sidestep.store.share.Share;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// The gateway's figures. Thread-safe.
///
/// Every label's values come from a closed set, or are names of the configuration: what a client
/// writes into a request never makes a series.
public final class Metrics {
    /// A call that was answered to its end.
    public static final String ANSWERED = "answered";

    /// A stream that broke after its first content.
    public static final String BROKEN = "broken";

    /// A call whose client went away.
    public static final String CANCELLED = "cancelled";

    /// A call that was ended because the gateway stopped.
    public static final String ABORTED = "aborted";

    private static final String NO_PROVIDER = "none";
    /// More series than configured targets have outcomes, unless somebody keeps reloading new names.
    private static final int MOST_SERIES = 20_000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Dispatcher dispatcher;
    private final ConcurrentMap<CallKey, Counter> calls = new ConcurrentHashMap<>();
    private final ConcurrentMap<AttemptKey, Counter> attempts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Timer> firstContents = new ConcurrentHashMap<>();
    private final KnowledgeMetrics knowledge;
    private final Counter failovers;
    private final Timer added;

    private record CallKey(String endpoint, String provider, String outcome) {}

    private record AttemptKey(String account, String model, String outcome) {}

    /// Counts what this dispatcher does.
    ///
    /// @param openCalls how many calls are under way
    public Metrics(Dispatcher dispatcher, IntSupplier openCalls) {
        this.dispatcher = dispatcher;
        this.failovers = Counter.builder("sidestep.failovers")
                .description("Attempts that were made at another target than the one before")
                .register(registry);
        this.added = timer("sidestep.added", "Time to the first content that was not spent in attempts")
                .register(registry);
        Gauge.builder("sidestep.calls.in.flight", openCalls::getAsInt)
                .description("Calls under way")
                .register(registry);
        Gauge.builder(
                        "sidestep.cooldowns.running",
                        dispatcher,
                        each -> each.cooldowns().running(each.nowNanos()).size())
                .description("Cooldowns that run")
                .register(registry);
        this.knowledge = new KnowledgeMetrics(dispatcher, registry);
        dispatcher.listen(this::on);
    }

    /// Counts what becomes of spans.
    public void watch(Traces traces) {
        TraceMetrics.register(traces, registry);
    }

    /// Tells how the talk with other nodes is doing as well.
    public void watch(Share share) {
        ShareMetrics.register(share, registry);
    }

    /// Tells how this store is doing as well.
    public void watch(Store store) {
        StoreMetrics.register(store, registry);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(
                        Duration.ofNanos(100_000),
                        Duration.ofNanos(250_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60));
    }

    private void on(CallEvent event) {
        switch (event) {
            case CallEvent.Sending(var _, var send, var _, var _, var before) -> {
                if (!before.isEmpty() && !before.getLast().target().equals(send.target())) {
                    failovers.increment();
                }
            }
            case CallEvent.AttemptEnded(var _, var expense, var _) -> {
                // An attempt that brought content was counted when it did.
                if (!expense.hasContent()) {
                    Attempt attempt = expense.attempt();
                    attempt(attempt.target(), attempt.outcome().id());
                }
            }
            case CallEvent.Answered(var _, var target, var _) -> attempt(target, new Outcome.Succeeded().id());
            case CallEvent.Unclassified(var _, var target, var _) ->
                Counter.builder("sidestep.unclassified.errors")
                        .description("Refusals in words that Sidestep does not understand")
                        .tag("provider", target.providerType())
                        .register(registry)
                        .increment();
            case CallEvent.Began _, CallEvent.Waiting _ -> {}
            case CallEvent.Completed _, CallEvent.Broken _, CallEvent.Failed _ -> {}
            case CallEvent.Cooled _, CallEvent.CooldownExpired _ -> {}
        }
    }

    private void attempt(Target target, String outcome) {
        AttemptKey key = new AttemptKey(target.account().name(), target.model().id(), outcome);
        Counter known = attempts.get(key);
        if (known == null && attempts.size() < MOST_SERIES) {
            known = attempts.computeIfAbsent(
                    key,
                    _ -> Counter.builder("sidestep.attempts")
                            .description("Requests to targets, by what they came to")
                            .tags(Tags.of("account", key.account(), "model", key.model(), "outcome", outcome))
                            .register(registry));
        }
        if (known != null) {
            known.increment();
        }
    }

    private void count(String endpoint, String provider, String outcome) {
        calls.computeIfAbsent(
                        new CallKey(endpoint, provider, outcome),
                        _ -> Counter.builder("sidestep.calls")
                                .description("Calls, by what they came to and who answered")
                                .tags(Tags.of("endpoint", endpoint, "provider", provider, "outcome", outcome))
                                .register(registry))
                .increment();
    }

    private Timer timerOf(String provider) {
        return firstContents.computeIfAbsent(
                provider,
                _ -> timer("sidestep.first.content", "Time from the request to the first content")
                        .tag("provider", provider)
                        .register(registry));
    }

    /// Begins to measure a call.
    ///
    /// @param endpoint `chat`, `responses`, `messages`, `embeddings` or `agent`
    public Measured call(String endpoint, long startedNanos) {
        return new Measured(endpoint, startedNanos);
    }

    /// Everything in the text format of Prometheus.
    public String scrape() {
        knowledge.refresh();
        return registry.scrape();
    }

    /// Ends the counting.
    public void close() {
        registry.close();
    }

    /// One call. Not thread-safe.
    public final class Measured {
        private final String endpoint;
        private final long startedNanos;
        private String provider = NO_PROVIDER;

        private Measured(String endpoint, long startedNanos) {
            this.endpoint = endpoint;
            this.startedNanos = startedNanos;
        }

        /// The whole answer, or a stream's first content, is here.
        public void firstContent(Target target, List<Attempt> made) {
            provider = target.providerType();
            long spanNanos = dispatcher.nowNanos() - startedNanos;
            timerOf(provider).record(spanNanos, TimeUnit.NANOSECONDS);
            long inAttemptsNanos = made.stream()
                    .mapToLong(attempt -> attempt.endedNanos() - attempt.startedNanos())
                    .sum();
            added.record(Math.max(0, spanNanos - inAttemptsNanos), TimeUnit.NANOSECONDS);
        }

        /// Every attempt failed: the provider is that of the last one.
        public void failed(CallFailedException failure) {
            if (!failure.attempts().isEmpty()) {
                provider = failure.attempts().getLast().target().providerType();
            }
        }

        /// The call is over.
        public void ended(String outcome) {
            count(endpoint, provider, outcome);
        }
    }
}
