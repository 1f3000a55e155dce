package dev.sidestep.core.failover;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Refusal;
import dev.sidestep.core.cooldown.Term;
import java.time.Duration;
import java.util.Optional;

/// What each outcome cools, and for how long: the table.
final class Cooling {
    /// A refused key is asked again after this, since keys get repaired.
    private static final long UNAUTHORIZED_NANOS = Nanos.of(Duration.ofMinutes(10));
    /// Funds seldom come back by themselves, but they do.
    private static final long OUT_OF_FUNDS_NANOS = Nanos.of(Duration.ofHours(1));
    /// A target in ill health rests for this long at first.
    private static final long UNHEALTHY_NANOS = Nanos.of(Duration.ofSeconds(5));

    private static final long MOST_UNHEALTHY_NANOS = Nanos.of(Duration.ofSeconds(30));
    /// A provider whose word was too short is believed, but not at once again and again.
    private static final long REPEATED_NANOS = Nanos.of(Duration.ofMillis(250));

    private final long mostNanos;
    private final long defaultNanos;

    Cooling(FailoverPolicy policy) {
        this.mostNanos = Nanos.of(policy.maxCooldown());
        this.defaultNanos = Nanos.of(policy.defaultCooldown());
    }

    /// What an outcome of this target asks to be cooled, or empty where it asks for nothing.
    Optional<Refusal> of(Target target, Outcome outcome, String reason) {
        return switch (outcome) {
            case Outcome.RateLimited limited -> {
                Term term = term(limited.waitMillis(), defaultNanos, Nanos.ofMillis(limited.windowEndMillis()));
                yield Optional.of(
                        refusal(target, limited.scope(), limited.window(), CooldownKind.RATE_LIMIT, term, reason));
            }
            case Outcome.OutOfFunds(var scope, var wait) ->
                some(target, scope, CooldownKind.OUT_OF_FUNDS, term(wait, OUT_OF_FUNDS_NANOS, 0), reason);
            case Outcome.Unauthorized(var scope) ->
                some(target, scope, CooldownKind.UNAUTHORIZED, growing(UNAUTHORIZED_NANOS, mostNanos), reason);
            case Outcome.ModelUnavailable(var scope) ->
                some(target, scope, CooldownKind.MODEL_UNAVAILABLE, growing(mostNanos, mostNanos), reason);
            case Outcome.Overloaded(var wait)
            when wait > Outcome.UNSAID ->
                some(target, LimitScope.MODEL, CooldownKind.OVERLOADED, term(wait, 0, 0), reason);
            case Outcome.Overloaded _, Outcome.Faulted _, Outcome.TimedOut _, Outcome.Unreachable _ -> Optional.empty();
            case Outcome.Succeeded _, Outcome.TooLarge _, Outcome.Cancelled _ -> Optional.empty();
            case Outcome.Rejected _, Outcome.Repairable _ -> Optional.empty();
        };
    }

    /// What a target asks for that failed too often.
    Refusal unhealthy(Target target, String reason) {
        Term term = growing(UNHEALTHY_NANOS, Math.min(MOST_UNHEALTHY_NANOS, mostNanos));
        return refusal(target, LimitScope.ACCOUNT_MODEL, Window.UNSPECIFIED, CooldownKind.UNHEALTHY, term, reason);
    }

    private Term term(long waitMillis, long otherwiseNanos, long repeatedNanos) {
        return waitMillis == Outcome.UNSAID
                ? new Term(otherwiseNanos, repeatedNanos, otherwiseNanos, mostNanos)
                : new Term(Nanos.ofMillis(waitMillis), repeatedNanos, REPEATED_NANOS, mostNanos);
    }

    private static Term growing(long nanos, long mostNanos) {
        return new Term(nanos, 0, nanos, mostNanos);
    }

    private static Optional<Refusal> some(
            Target target, LimitScope scope, CooldownKind kind, Term term, String reason) {
        return Optional.of(refusal(target, scope, Window.UNSPECIFIED, kind, term, reason));
    }

    private static Refusal refusal(
            Target target, LimitScope scope, Window window, CooldownKind kind, Term term, String reason) {
        return new Refusal(LimitKey.of(scope, target.account(), target.model()), window, kind, target, term, reason);
    }
}
