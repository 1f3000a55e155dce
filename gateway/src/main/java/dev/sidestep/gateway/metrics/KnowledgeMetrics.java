package dev.sidestep.gateway.metrics;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.CooldownState;
import dev.sidestep.core.queue.Occupancy;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.admin.TargetState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What is known of targets, as figures: read when somebody asks for them. Thread-safe.
final class KnowledgeMetrics {
    /// More limits than a thousand targets have; the targets beyond them are counted.
    private static final int MOST_LIMITS = 5_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Dispatcher dispatcher;
    private final Knowledge known;
    private final MultiGauge limits;
    private final MultiGauge remaining;
    private final MultiGauge targets;
    private final MultiGauge cooldowns;
    private volatile int unshownTargets;

    /// One limit, whatever the number of targets that it holds back.
    private record Limit(LimitKey key, Unit unit, Window window) {
        Tags tags() {
            return Tags.of(
                    "scope",
                    key.scope().id(),
                    "holder",
                    key.holder(),
                    "model",
                    key.model(),
                    "unit",
                    unit.id(),
                    "window",
                    window.id());
        }
    }

    KnowledgeMetrics(Dispatcher dispatcher, MeterRegistry registry) {
        this.dispatcher = dispatcher;
        this.known = dispatcher.known();
        this.limits = MultiGauge.builder("sidestep.quota.limit")
                .description("The most of a limit")
                .register(registry);
        this.remaining = MultiGauge.builder("sidestep.quota.remaining")
                .description("What is left of a limit")
                .register(registry);
        this.targets = MultiGauge.builder("sidestep.targets")
                .description("Configured targets, by their state")
                .register(registry);
        this.cooldowns = MultiGauge.builder("sidestep.cooldowns.running")
                .description("Cooldowns that run")
                .register(registry);
        Gauge.builder("sidestep.quota.unshown.targets", () -> unshownTargets)
                .description("Targets whose limits are not told, because there are too many")
                .register(registry);
        waiting(registry, Priority.INTERACTIVE, Occupancy::interactive);
        waiting(registry, Priority.BATCH, Occupancy::batch);
        Gauge.builder("sidestep.calls.waiting.longest", () -> occupancy().longestWaitNanos() / NANOS_PER_SECOND)
                .description("How long the first of the calls has waited that wait for a reset")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("sidestep.reservations.open", known.quotas()::openReservations)
                .description("Requests whose share of the limits is held and not settled")
                .register(registry);
        Gauge.builder("sidestep.probes.under.way", this::probes)
                .description("Requests under way that try whether a cooldown is over")
                .register(registry);
        estimateError(registry, "input", known.estimates()::inputErrorShare);
        estimateError(registry, "output", known.estimates()::outputErrorShare);
    }

    private void waiting(MeterRegistry registry, Priority priority, ToDoubleFunction<Occupancy> count) {
        Gauge.builder("sidestep.calls.waiting", () -> count.applyAsDouble(occupancy()))
                .description("Calls that wait for a reset")
                .tag("priority", priority.id())
                .register(registry);
    }

    private static void estimateError(MeterRegistry registry, String of, Supplier<Number> share) {
        Gauge.builder("sidestep.estimate.error", share)
                .description("By how much estimates of tokens miss, as a share of what was real, of late")
                .baseUnit("ratio")
                .tag("of", of)
                .register(registry);
    }

    private Occupancy occupancy() {
        return known.waitingRoom().occupancy(dispatcher.nowNanos());
    }

    private int probes() {
        return known.cooldowns().states(dispatcher.nowNanos()).stream()
                .mapToInt(CooldownState::underWay)
                .sum();
    }

    /// Brings what has as many series as there are limits and states up to date.
    synchronized void refresh() {
        long nowNanos = dispatcher.nowNanos();
        Map<Limit, QuotaState> states = new LinkedHashMap<>();
        Map<TargetState, Integer> byState = new EnumMap<>(TargetState.class);
        for (TargetState state : TargetState.values()) {
            byState.put(state, 0);
        }
        int unshown = 0;
        for (Target target : dispatcher.setup().targets().all()) {
            byState.merge(TargetState.of(target, known, nowNanos), 1, Integer::sum);
            if (states.size() < MOST_LIMITS) {
                known.quotas()
                        .states(target, nowNanos)
                        .forEach(each -> states.put(new Limit(each.key(), each.unit(), each.window()), each));
            } else {
                unshown++;
            }
        }
        unshownTargets = unshown;
        show(states, byState);
        showCooldowns(nowNanos);
    }

    private void showCooldowns(long nowNanos) {
        Map<CooldownKind, Integer> byKind = new EnumMap<>(CooldownKind.class);
        for (Cooldown each : known.cooldowns().running(nowNanos)) {
            byKind.merge(each.kind(), 1, Integer::sum);
        }
        cooldowns.register(
                Stream.of(CooldownKind.values())
                        .<Row<?>>map(kind -> Row.of(Tags.of("kind", kind.id()), byKind.getOrDefault(kind, 0)))
                        .toList(),
                true);
    }

    private void show(Map<Limit, QuotaState> states, Map<TargetState, Integer> byState) {
        List<Row<?>> ofLimits = new ArrayList<>();
        List<Row<?>> ofRemaining = new ArrayList<>();
        states.forEach((limit, state) -> {
            ofLimits.add(Row.of(limit.tags(), state.limit()));
            ofRemaining.add(Row.of(limit.tags(), state.remaining()));
        });
        limits.register(ofLimits, true);
        remaining.register(ofRemaining, true);
        List<Row<?>> ofTargets = new ArrayList<>();
        byState.forEach((state, count) -> ofTargets.add(Row.of(Tags.of("state", state.id()), count)));
        targets.register(ofTargets, true);
    }
}
