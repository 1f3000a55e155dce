package dev.sidestep.gateway.metrics;

import dev.sidestep.call.CallEvent;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.gateway.metrics.Series.Name;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What becomes of calls, and how they get round what stands in their way, as figures. Thread-safe.
final class CallMetrics {
    private final Series<CallLabels, Counter> calls;
    private final Series<String, Timer> firstContents;
    private final Series<String, Counter> unclassified;
    private final Series<String, Counter> dropped;
    private final Timer added;
    private final Timer waits;
    private final Counter sidestepped;
    private final Counter retries;
    private final Map<Move, Counter> failovers = new EnumMap<>(Move.class);
    private final Map<CooldownKind, Counter> cooldowns = new EnumMap<>(CooldownKind.class);
    private final Avoided avoided;

    private record CallLabels(Endpoint endpoint, String provider, String outcome) {
        Tags tags() {
            return Tags.of("endpoint", endpoint.id(), "provider", provider, "outcome", outcome);
        }
    }

    /// Targets that were passed over because of a limit, by how it was known.
    private record Avoided(Counter cooling, Counter noRoom, Counter queued) {
        static Avoided in(MeterRegistry registry) {
            return new Avoided(
                    counter(registry, "cooling"),
                    counter(registry, "no-room"),
                    counter(registry, "others-wait-for-it"));
        }

        private static Counter counter(MeterRegistry registry, String why) {
            return Counter.builder("sidestep.limits.avoided")
                    .description("How often a target was passed over because it was known to be limited")
                    .tag("why", why)
                    .register(registry);
        }

        void count(List<Skip> skipped) {
            for (Skip skip : skipped) {
                switch (skip) {
                    case Skip.Cooling _ -> cooling.increment();
                    case Skip.NoRoom _ -> noRoom.increment();
                    case Skip.Queued _ -> queued.increment();
                    case Skip.TooLarge _, Skip.Unfit _, Skip.AccountSpent _ -> {}
                }
            }
        }
    }

    CallMetrics(MeterRegistry registry) {
        calls = Series.counters(
                registry, new Name("sidestep.calls", "Calls, by what they came to and who answered"), CallLabels::tags);
        firstContents = Series.timers(
                registry,
                new Name("sidestep.first.content", "Time from the request to the first content"),
                Buckets.SPANS,
                CallMetrics::ofProvider);
        unclassified = Series.counters(
                registry,
                new Name("sidestep.unclassified.errors", "Refusals in words that Sidestep does not understand"),
                CallMetrics::ofProvider);
        dropped = Series.counters(
                registry,
                new Name("sidestep.parameters.dropped", "Parts of calls that a target was not given as they came"),
                CallMetrics::ofProvider);
        added = timer(
                registry, "sidestep.added", "Time to the first content that was not spent in attempts", Buckets.SPANS);
        waits = timer(
                registry, "sidestep.call.waits", "How long calls waited in all, of those that did", Buckets.WAITS);
        sidestepped = counter(
                registry,
                "sidestep.calls.sidestepped",
                "Calls that were answered although something stood in their way",
                Tags.empty());
        retries = counter(registry, "sidestep.retries", "Attempts at the same target as the one before", Tags.empty());
        avoided = Avoided.in(registry);
        for (Move move : List.of(Move.MODEL, Move.ACCOUNT, Move.PROVIDER)) {
            failovers.put(move, failovers(registry, move));
        }
        for (CooldownKind kind : CooldownKind.values()) {
            cooldowns.put(kind, cooldowns(registry, kind));
        }
    }

    private static Tags ofProvider(String provider) {
        return Tags.of("provider", provider);
    }

    private static Timer timer(MeterRegistry registry, String name, String description, Duration[] bounds) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private static Counter failovers(MeterRegistry registry, Move move) {
        return counter(
                registry,
                "sidestep.failovers",
                "Attempts at another target than the one before, by what is another",
                Tags.of("move", move.id()));
    }

    private static Counter cooldowns(MeterRegistry registry, CooldownKind kind) {
        return counter(
                registry,
                "sidestep.cooldowns",
                "How often an attempt made something cool, or cool for longer",
                Tags.of("kind", kind.id()));
    }

    /// Counts what is told of calls.
    void on(CallEvent event) {
        switch (event) {
            case CallEvent.Sending(var _, var send, var _, var _, var _) -> {
                moved(send.move());
                avoided.count(send.skipped());
            }
            case CallEvent.Waiting(var _, var decision, var _) -> avoided.count(decision.skipped());
            case CallEvent.Unclassified(var _, var target, var _) ->
                unclassified.of(target.providerType()).ifPresent(Counter::increment);
            case CallEvent.Completed(var _, var _, var tally) -> completed(tally);
            case CallEvent.Broken(var _, var _, var _, var _, var tally) -> waited(tally);
            case CallEvent.Failed(var _, var failure, var tally) -> {
                avoided.count(failure.skipped());
                waited(tally);
            }
            case CallEvent.Cooled(var _, var cooldown, var _) -> count(cooldowns, cooldown.kind());
            case CallEvent.Began _, CallEvent.AttemptEnded _, CallEvent.Answered _ -> {}
            case CallEvent.CooldownExpired _ -> {}
        }
    }

    private void moved(Move move) {
        switch (move) {
            case START -> {}
            case RETRY -> retries.increment();
            case MODEL, ACCOUNT, PROVIDER -> count(failovers, move);
        }
    }

    private static <K extends Enum<K>> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private void completed(CallEvent.Tally tally) {
        if (tally.sidestepped()) {
            sidestepped.increment();
        }
        waited(tally);
    }

    private void waited(CallEvent.Tally tally) {
        if (tally.waited().isPositive()) {
            waits.record(tally.waited());
        }
    }

    /// The answer has begun.
    ///
    /// @param spanNanos since the request
    /// @param attemptNanos how much of that attempts took
    void firstContent(String provider, long spanNanos, long attemptNanos) {
        firstContents.of(provider).ifPresent(each -> each.record(spanNanos, TimeUnit.NANOSECONDS));
        added.record(Math.max(0, spanNanos - attemptNanos), TimeUnit.NANOSECONDS);
    }

    /// A target was not given so many parts of the call as they came.
    void dropped(String provider, int parts) {
        if (parts > 0) {
            dropped.of(provider).ifPresent(each -> each.increment(parts));
        }
    }

    /// The call is over.
    void ended(Endpoint endpoint, String provider, String outcome) {
        calls.of(new CallLabels(endpoint, provider, outcome)).ifPresent(Counter::increment);
    }
}
