package dev.sidestep.core.failover;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import java.time.Duration;
import java.util.Optional;

/// What each outcome cools, and for how long: the table.
final class Cooling {
    /// A refused key is asked again after this, since keys get repaired.
    private static final Duration UNAUTHORIZED = Duration.ofMinutes(10);
    /// Funds seldom come back by themselves, but they do.
    private static final Duration OUT_OF_FUNDS = Duration.ofHours(1);

    private final FailoverPolicy policy;

    Cooling(FailoverPolicy policy) {
        this.policy = policy;
    }

    /// The cooldown that an outcome of this target starts, or empty where it starts none.
    Optional<Cooldown> of(Target target, Outcome outcome, String reason, long nowNanos) {
        return switch (outcome) {
            case Outcome.RateLimited limited -> {
                var rule = new Rule(limited.scope(), limited.window(), CooldownKind.RATE_LIMIT);
                long span = spanNanos(limited.waitMillis(), policy.defaultCooldown());
                yield Optional.of(rule.cooldown(target, span, reason, nowNanos));
            }
            case Outcome.OutOfFunds(var scope, var wait) -> {
                var rule = new Rule(scope, Window.UNSPECIFIED, CooldownKind.OUT_OF_FUNDS);
                yield Optional.of(rule.cooldown(target, spanNanos(wait, OUT_OF_FUNDS), reason, nowNanos));
            }
            case Outcome.Unauthorized(var scope) -> {
                var rule = new Rule(scope, Window.UNSPECIFIED, CooldownKind.UNAUTHORIZED);
                yield Optional.of(rule.cooldown(target, Nanos.of(UNAUTHORIZED), reason, nowNanos));
            }
            case Outcome.ModelUnavailable(var scope) -> {
                var rule = new Rule(scope, Window.UNSPECIFIED, CooldownKind.MODEL_UNAVAILABLE);
                yield Optional.of(rule.cooldown(target, Nanos.of(policy.maxCooldown()), reason, nowNanos));
            }
            case Outcome.Overloaded(var wait)
            when wait > Outcome.UNSAID -> {
                var rule = new Rule(LimitScope.MODEL, Window.UNSPECIFIED, CooldownKind.OVERLOADED);
                yield Optional.of(rule.cooldown(target, spanNanos(wait, policy.maxCooldown()), reason, nowNanos));
            }
            case Outcome.Overloaded _, Outcome.Faulted _, Outcome.TimedOut _, Outcome.Unreachable _ -> Optional.empty();
            case Outcome.Succeeded _, Outcome.TooLarge _, Outcome.Rejected _, Outcome.Cancelled _ -> Optional.empty();
        };
    }

    private long spanNanos(long waitMillis, Duration otherwise) {
        long span = waitMillis == Outcome.UNSAID ? Nanos.of(otherwise) : Nanos.ofMillis(waitMillis);
        return Math.min(span, Nanos.of(policy.maxCooldown()));
    }

    private record Rule(LimitScope scope, Window window, CooldownKind kind) {
        Cooldown cooldown(Target target, long spanNanos, String reason, long nowNanos) {
            LimitKey key = LimitKey.of(scope, target.account(), target.model());
            return new Cooldown(key, window, kind, target, nowNanos + spanNanos, reason);
        }
    }
}
