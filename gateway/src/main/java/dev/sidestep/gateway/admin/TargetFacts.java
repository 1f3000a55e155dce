package dev.sidestep.gateway.admin;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownState;
import dev.sidestep.core.health.HealthState;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Skip;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.RateLimits;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of targets at one moment, as the parts that documents are made of.
public final class TargetFacts {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Dispatcher dispatcher;
    private final Knowledge known;
    private final RateLimits rateLimits;
    private final long nowNanos;

    /// What is known now.
    public TargetFacts(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.known = dispatcher.known();
        this.rateLimits = new RateLimits(dispatcher);
        this.nowNanos = dispatcher.nowNanos();
    }

    /// The moment.
    long nowNanos() {
        return nowNanos;
    }

    /// What it is called, and whose it is.
    static Map<String, Object> names(Target target) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", target.name());
        document.put("account", target.account().name());
        document.put("provider", target.providerType());
        document.put("model", target.model().id());
        return document;
    }

    /// Everything that is known of the target, whatever the call.
    Map<String, Object> all(Target target) {
        Map<String, Object> document = new LinkedHashMap<>();
        TargetState.Lasting lasting = TargetState.Lasting.of(target, known, nowNanos);
        document.put("state", lasting.state().id());
        document.put("state_seconds", Nanos.toSecondsRoundedUp(lasting.remainingNanos()));
        document.put("state_until", after(lasting.remainingNanos()));
        document.put(
                "cooldowns",
                known.cooldowns().states(target, nowNanos).stream()
                        .map(this::cooldown)
                        .toList());
        document.put(
                "quotas",
                known.quotas().states(target, nowNanos).stream()
                        .map(this::quota)
                        .toList());
        document.put("health", health(known.health().state(target, nowNanos)));
        return document;
    }

    private Map<String, Object> cooldown(CooldownState state) {
        Cooldown cooldown = state.cooldown();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", rateLimits.key(cooldown));
        document.put("kind", cooldown.kind().id());
        document.put("scope", cooldown.key().scope().id());
        document.put("window", cooldown.window().id());
        document.put("remaining_seconds", cooldown.remainingSeconds(nowNanos));
        document.put("until", utc(cooldown.untilNanos()));
        document.put("level", state.level());
        if (state.isRecovering()) {
            document.put("recovering", Map.of("allowance", state.allowance(), "under_way", state.underWay()));
        } else {
            document.put("probe_seconds", Nanos.toSecondsRoundedUp(state.probeNanos()));
        }
        document.put("reason", cooldown.reason());
        return document;
    }

    /// A limit and what is left of it, the same wherever it is told.
    Map<String, Object> quota(QuotaState quota) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("unit", quota.unit().id());
        document.put("window", quota.window().id());
        document.put("scope", quota.key().scope().id());
        document.put("limit", quota.limit());
        document.put("remaining", quota.remaining());
        document.put("reset_seconds", Nanos.toSecondsRoundedUp(quota.resetNanos()));
        document.put("reset_at", after(quota.resetNanos()));
        document.put("source", quota.source().id());
        return document;
    }

    private static Map<String, Object> health(HealthState health) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("attempts", health.attempts());
        document.put("failures", health.failures());
        health.firstContentNanos()
                .ifPresent(nanos -> document.put("first_content_ms", Math.ceilDiv(nanos, NANOS_PER_MILLI)));
        return document;
    }

    /// Why a target was passed over, and until when.
    public Map<String, Object> skip(Skip skip) {
        Map<String, Object> document = names(skip.target());
        document.put("why", skip.id());
        switch (skip) {
            case Skip.Cooling(var _, var cooldown) -> {
                document.put("kind", cooldown.kind().id());
                until(document, cooldown.untilNanos());
                document.put("reason", cooldown.reason());
            }
            case Skip.NoRoom(var _, var quota, var freeAtNanos) -> {
                document.put("quota", quota(quota));
                until(document, freeAtNanos);
            }
            case Skip.TooLarge(var _, var quota) -> {
                document.put("quota", quota(quota));
            }
            case Skip.Unfit(var _, var misfits) -> {
                document.put("misfits", misfits);
            }
            case Skip.Queued _, Skip.AccountSpent _ -> {}
        }
        return document;
    }

    private void until(Map<String, Object> document, long atNanos) {
        document.put("remaining_seconds", Nanos.toSecondsRoundedUp(atNanos - nowNanos));
        document.put("until", utc(atNanos));
    }

    /// The moment after a span, for those who count down by themselves; empty where there is no span.
    private Optional<String> after(long nanos) {
        return nanos > 0 ? Optional.of(utc(nowNanos + nanos)) : Optional.empty();
    }

    private String utc(long atNanos) {
        return dispatcher.instantOf(atNanos).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
