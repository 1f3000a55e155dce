package dev.sidestep.core.failover;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.selection.Selection.Obstacles;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Why a call fails when nothing is left: the cause that the caller can best act on comes first.
final class Reasons {
    private Reasons() {}

    static Reason of(List<Attempt> attempts, Obstacles obstacles) {
        Set<CooldownKind> kinds = obstacles.kinds();
        if (kinds.contains(CooldownKind.RATE_LIMIT) || any(attempts, Outcome.RateLimited.class::isInstance)) {
            return Reason.RATE_LIMITED;
        }
        if (!obstacles.anyFits()) {
            return obstacles.anyWithFeatures() ? Reason.TOO_LARGE : Reason.UNFIT;
        }
        if (kinds.contains(CooldownKind.OVERLOADED) || any(attempts, Outcome::isTransient)) {
            return Reason.UNAVAILABLE;
        }
        if (any(attempts, Outcome.TooLarge.class::isInstance)) {
            return Reason.TOO_LARGE;
        }
        if (any(attempts, Outcome.Rejected.class::isInstance) || any(attempts, Outcome.Repairable.class::isInstance)) {
            return Reason.REJECTED;
        }
        if (kinds.contains(CooldownKind.OUT_OF_FUNDS)) {
            return Reason.OUT_OF_FUNDS;
        }
        if (kinds.contains(CooldownKind.UNAUTHORIZED)) {
            return Reason.UNAUTHORIZED;
        }
        return kinds.contains(CooldownKind.MODEL_UNAVAILABLE) ? Reason.MODEL_UNAVAILABLE : Reason.UNAVAILABLE;
    }

    private static boolean any(List<Attempt> attempts, Predicate<Outcome> condition) {
        return attempts.stream().map(Attempt::outcome).anyMatch(condition);
    }
}
