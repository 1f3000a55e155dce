package dev.sidestep.benchmarks.goodput;

import dev.sidestep.simulator.Admission;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of a simulated provider's decision reaches the gateway: as much as the provider tells. Pure.
final class Replies {
    private Replies() {}

    static Reply.Answered answered(Family family, Admission.Admitted admitted) {
        return new Reply.Answered(headers(family, admitted.quotas()));
    }

    static Reply.Failure refused(Family family, Admission admission, long nowNanos) {
        return switch (admission) {
            case Admission.Admitted _ -> throw new IllegalArgumentException("an admitted request is not refused");
            case Admission.Limited limited -> rateLimited(family, limited, nowNanos);
            case Admission.TooLarge large -> new Reply.TooLarge(large.dimension(), large.limit(), large.requested());
            case Admission.ContextExceeded exceeded ->
                new Reply.TooLarge(
                        Dimension.TOKENS_PER_MINUTE,
                        exceeded.model().contextWindow(),
                        exceeded.promptTokens() + exceeded.maxTokens());
            case Admission.OutputTooLong tooLong ->
                new Reply.TooLarge(Dimension.TOKENS_PER_MINUTE, tooLong.model().maxOutputTokens(), tooLong.maxTokens());
            case Admission.UnknownModel _, Admission.Decommissioned _ -> new Reply.ModelGone();
        };
    }

    private static Reply.RateLimited rateLimited(Family family, Admission.Limited limited, long nowNanos) {
        var telling = family.rules().telling();
        boolean isNamed = telling.namesLimit();
        boolean isInFull = telling.hasHeaders();
        boolean endsByCalendar = family.rules().calendar().isPresent();
        return new Reply.RateLimited(
                isNamed ? Optional.of(limited.dimension()) : Optional.empty(),
                isNamed && limited.organizationWide(),
                isNamed ? limited.limit() : Reply.UNTOLD,
                isInFull ? limited.used() : Reply.UNTOLD,
                isInFull ? limited.requested() : Reply.UNTOLD,
                telling.toldNanos(limited.waitNanos()),
                isNamed && endsByCalendar ? nowNanos + limited.waitNanos() : Reply.UNTOLD,
                headers(family, limited.quotas()));
    }

    private static List<Quota> headers(Family family, List<Quota> quotas) {
        if (!family.rules().telling().hasHeaders()) {
            return List.of();
        }
        var told = new ArrayList<Quota>(2);
        for (var quota : quotas) {
            if (family.dialect().hasHeaderFor(quota.dimension())) {
                told.add(quota);
            }
        }
        return told;
    }
}
