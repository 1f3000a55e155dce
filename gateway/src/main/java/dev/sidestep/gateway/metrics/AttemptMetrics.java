package dev.sidestep.gateway.metrics;

import dev.sidestep.call.CallEvent;
import dev.sidestep.call.Expense;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Attempt;
import dev.sidestep.gateway.ledger.Reckoning;
import dev.sidestep.gateway.metrics.GenAi.ModelLabels;
import dev.sidestep.gateway.metrics.Series.Name;
import dev.sidestep.store.ledger.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/// What attempts come to, how long they take, and what they cost, as figures. Thread-safe.
final class AttemptMetrics {
    private static final String SUCCEEDED = new Outcome.Succeeded().id();
    private static final String NO_ERROR = "";
    private static final double USD_PER_NANO = 1e-9;

    private final Series<OutcomeLabels, Counter> attempts;
    private final Series<TargetLabels, Counter> cost;
    private final Series<TargetLabels, Counter> unknownCost;
    private final Series<TargetLabels, Counter> unpriced;
    private final Series<EndLabels, Timer> durations;
    private final Series<TokenLabels, DistributionSummary> tokens;
    private final Series<PartLabels, Counter> tokenParts;
    private final Series<ModelLabels, Timer> firstTokens;
    private final Series<ModelLabels, Timer> perToken;

    private record TargetLabels(String provider, String account, String model) {
        static TargetLabels of(Target target) {
            return new TargetLabels(
                    target.providerType(),
                    target.account().name(),
                    target.model().id());
        }

        Tags tags() {
            return Tags.of("provider", provider, "account", account, "model", model);
        }
    }

    private record OutcomeLabels(TargetLabels target, String outcome) {
        Tags tags() {
            return target.tags().and("outcome", outcome);
        }
    }

    private record EndLabels(ModelLabels model, String error) {
        Tags tags() {
            return model.tags().and(GenAi.ERROR, error);
        }
    }

    private record TokenLabels(ModelLabels model, String type) {
        Tags tags() {
            return model.tags().and(GenAi.TOKEN_TYPE, type);
        }
    }

    private record PartLabels(ModelLabels model, String part) {
        Tags tags() {
            return Tags.of("provider", model.provider(), "model", model.model(), "part", part);
        }
    }

    AttemptMetrics(MeterRegistry registry) {
        attempts = Series.counters(
                registry,
                new Name("sidestep.attempts", "Requests to targets, by what they came to"),
                OutcomeLabels::tags);
        cost = ofTargets(registry, "sidestep.cost.usd", "US dollars that attempts cost");
        unknownCost = ofTargets(
                registry,
                "sidestep.cost.unknown.usd",
                "The most US dollars that attempts may have cost of which nobody knows what they took");
        unpriced =
                ofTargets(registry, "sidestep.attempts.unpriced", "Attempts that took tokens whose price nobody knows");
        durations = Series.timers(
                registry,
                new Name("gen_ai.client.operation.duration", "Time that attempts took, to their end"),
                Buckets.OPERATIONS,
                EndLabels::tags);
        tokens = Series.summaries(
                registry,
                new Name("gen_ai.client.token.usage", "Tokens that attempts took"),
                Buckets.TOKENS,
                TokenLabels::tags);
        tokenParts = Series.counters(
                registry, new Name("sidestep.token.parts", "Tokens that were of a special kind"), PartLabels::tags);
        firstTokens = Series.timers(
                registry,
                new Name(
                        "gen_ai.server.time_to_first_token",
                        "Time from an attempt's start to its stream's first content"),
                Buckets.FIRST_TOKENS,
                ModelLabels::tags);
        perToken = Series.timers(
                registry,
                new Name(
                        "gen_ai.server.time_per_output_token",
                        "Time that a token of a stream took on average, after the first content"),
                Buckets.PER_TOKEN,
                ModelLabels::tags);
    }

    private static Series<TargetLabels, Counter> ofTargets(MeterRegistry registry, String name, String description) {
        return Series.counters(registry, new Name(name, description), TargetLabels::tags);
    }

    /// Counts what is told of attempts.
    void on(CallEvent event) {
        switch (event) {
            case CallEvent.Answered(var _, var target, var _) -> attempted(target, SUCCEEDED);
            case CallEvent.AttemptEnded(var _, var expense, var _) -> ended(expense);
            case CallEvent.Began _, CallEvent.Sending _, CallEvent.Waiting _, CallEvent.Unclassified _ -> {}
            case CallEvent.Completed _, CallEvent.Broken _, CallEvent.Failed _ -> {}
            case CallEvent.Cooled _, CallEvent.CooldownExpired _ -> {}
        }
    }

    private void attempted(Target target, String outcome) {
        attempts.of(new OutcomeLabels(TargetLabels.of(target), outcome)).ifPresent(Counter::increment);
    }

    private void ended(Expense expense) {
        Attempt attempt = expense.attempt();
        // One that brought content was counted when it did.
        if (!expense.hasContent()) {
            attempted(attempt.target(), attempt.outcome().id());
        }
        ModelLabels model = ModelLabels.of(attempt.target());
        String error = attempt.outcome() instanceof Outcome.Succeeded
                ? NO_ERROR
                : attempt.outcome().id();
        durations
                .of(new EndLabels(model, error))
                .ifPresent(each -> each.record(attempt.endedNanos() - attempt.startedNanos(), TimeUnit.NANOSECONDS));
        took(Reckoning.of(expense), attempt.target(), model);
    }

    private void took(Reckoning reckoning, Target target, ModelLabels model) {
        if (reckoning.tokens().equals(Tokens.NONE)) {
            return;
        }
        pricedAt(reckoning).of(TargetLabels.of(target)).ifPresent(each -> each.increment(amount(reckoning)));
        if (reckoning.state().isKnown()) {
            count(reckoning.tokens(), model);
        }
    }

    /// Where the attempt's cost counts. What has no price is no cost of 0.
    private Series<TargetLabels, Counter> pricedAt(Reckoning reckoning) {
        if (reckoning.isUnpriced()) {
            return unpriced;
        }
        return reckoning.state().isKnown() ? cost : unknownCost;
    }

    private static double amount(Reckoning reckoning) {
        return reckoning.isUnpriced() ? 1 : reckoning.nanoUsd() * USD_PER_NANO;
    }

    private void count(Tokens took, ModelLabels model) {
        used(model, "input", took.input());
        used(model, "output", took.output());
        part(model, "cached", took.cached());
        part(model, "cache-written", took.cacheWritten());
        part(model, "reasoning", took.reasoning());
    }

    private void used(ModelLabels model, String type, long count) {
        if (count > 0) {
            tokens.of(new TokenLabels(model, type)).ifPresent(each -> each.record(count));
        }
    }

    private void part(ModelLabels model, String part, long count) {
        if (count > 0) {
            tokenParts.of(new PartLabels(model, part)).ifPresent(each -> each.increment(count));
        }
    }

    /// The attempt's stream brought its first content.
    void streamBegan(Attempt attempt) {
        firstTokens
                .of(ModelLabels.of(attempt.target()))
                .ifPresent(each -> each.record(attempt.endedNanos() - attempt.startedNanos(), TimeUnit.NANOSECONDS));
    }

    /// The attempt's stream is complete.
    void streamEnded(Expense expense) {
        Attempt attempt = expense.attempt();
        long afterFirst = expense.usage().map(usage -> usage.outputTokens() - 1).orElse(0L);
        if (afterFirst > 0) {
            long spanNanos = attempt.endedNanos() - attempt.startedNanos() - expense.firstContentNanos();
            perToken.of(ModelLabels.of(attempt.target()))
                    .ifPresent(each -> each.record(spanNanos / afterFirst, TimeUnit.NANOSECONDS));
        }
    }
}
