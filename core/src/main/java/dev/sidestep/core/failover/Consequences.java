package dev.sidestep.core.failover;

import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.Pass;
import dev.sidestep.core.cooldown.Refusal;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Reservation;
import dev.sidestep.core.quota.Unit;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.core.selection.Grant;
import dev.sidestep.core.selection.Knowledge;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the outcome of an attempt changes in what is known of its target.
final class Consequences {
    private final Cooling cooling;
    private final Knowledge known;
    private final Needs needs;

    Consequences(FailoverPolicy policy, Knowledge known, Needs needs) {
        this.cooling = new Cooling(policy);
        this.known = known;
        this.needs = needs;
    }

    /// The attempt was answered, or its stream has begun. What it took from the quotas stays taken
    /// until it is settled.
    ///
    /// @param told what the provider told of its limits with the answer
    /// @param firstContentNanos from the request to the first content, or [Health#UNMEASURED]
    void succeeded(Grant grant, List<QuotaReport> told, long firstContentNanos, long nowNanos) {
        told.forEach(report -> grant.reservation().learn(report, nowNanos));
        boolean isProbe = grant.pass().isProbe();
        known.cooldowns().succeeded(grant.pass(), nowNanos);
        boolean hasTurned = known.health().succeeded(grant.target(), firstContentNanos, nowNanos);
        if (hasTurned) {
            cool(cooling.unhealthy(grant.target(), "slow to answer"), Pass.FREE, nowNanos - 1, nowNanos);
        }
        if (isProbe) {
            known.waitingRoom().changed(_ -> true);
        }
    }

    /// The attempt failed.
    ///
    /// @param told what the provider told of its limits with the refusal
    /// @param isCutShort true where the call's own deadline ended it, which says nothing of the target
    /// @return what cools because of it
    Optional<Cooldown> failed(
            Grant grant,
            Outcome outcome,
            String detail,
            List<QuotaReport> told,
            long sentAtNanos,
            boolean isCutShort,
            long nowNanos) {
        Target target = grant.target();
        giveBack(grant, outcome, nowNanos);
        learn(target, told, nowNanos);
        if (outcome instanceof Outcome.RateLimited limited && told.isEmpty()) {
            known.quotas().refused(target, limited.window(), nowNanos);
        }
        Optional<Refusal> refusal = cooling.of(target, outcome, detail);
        if (refusal.isEmpty() && isTrouble(outcome) && !isCutShort) {
            refusal = ofIllHealth(grant, detail, nowNanos);
        }
        if (refusal.isEmpty()) {
            known.cooldowns().released(grant.pass(), nowNanos);
            tellWaiting(target);
            return Optional.empty();
        }
        return Optional.of(cool(refusal.get(), grant.pass(), sentAtNanos, nowNanos));
    }

    /// The attempt was never made, though it was told as a try of what cools: nobody has to wait for it.
    void withdrawn(Grant grant, long nowNanos) {
        grant.reservation().refund(nowNanos);
        known.cooldowns().released(grant.pass(), nowNanos);
        tellWaiting(grant.target());
    }

    private Cooldown cool(Refusal refusal, Pass pass, long sentAtNanos, long nowNanos) {
        Cooldown cooldown = known.cooldowns().cool(refusal, pass, sentAtNanos, nowNanos);
        known.waitingRoom().reroute(other -> other.limitKeys().contains(cooldown.key()));
        return cooldown;
    }

    /// What nobody understands counts as well: an answer that is always the same may be a limit in new words.
    private static boolean isTrouble(Outcome outcome) {
        return outcome.isTransient() || outcome instanceof Outcome.Rejected rejected && !rejected.isUnderstood();
    }

    private Optional<Refusal> ofIllHealth(Grant grant, String detail, long nowNanos) {
        boolean hasTurned = known.health().failed(grant.target(), nowNanos);
        return hasTurned || grant.pass().isProbeOf(CooldownKind.UNHEALTHY)
                ? Optional.of(cooling.unhealthy(grant.target(), detail))
                : Optional.empty();
    }

    private void giveBack(Grant grant, Outcome outcome, long nowNanos) {
        Reservation reservation = grant.reservation();
        switch (outcome) {
            case Outcome.TooLarge(var limitTokens) -> {
                reservation.refund(nowNanos);
                known.quotas().learnTooLarge(grant.target(), reservation.demand(), limitTokens, nowNanos);
            }
            case Outcome.RateLimited _, Outcome.OutOfFunds _, Outcome.Overloaded _ -> refused(grant, nowNanos);
            case Outcome.ModelUnavailable _, Outcome.Unauthorized _ -> reservation.refund(nowNanos);
            case Outcome.Rejected _, Outcome.Repairable _ -> reservation.settle(Usage.NONE, nowNanos);
            case Outcome.Faulted _, Outcome.TimedOut _, Outcome.Unreachable _, Outcome.Cancelled _ -> {
                if (outcome.isUnsent()) {
                    reservation.refund(nowNanos);
                } else {
                    reservation.keep(nowNanos);
                }
            }
            case Outcome.Succeeded _ -> throw new IllegalArgumentException("a success is no failure");
        }
    }

    private void refused(Grant grant, long nowNanos) {
        if (grant.target().account().provider().counting().countsRefusals()) {
            grant.reservation().settle(Usage.NONE, nowNanos);
        } else {
            grant.reservation().refund(nowNanos);
        }
    }

    /// The answer broke off after its first content.
    void broken(Grant grant, Outcome outcome, String detail, @Nullable Usage usage, long nowNanos) {
        settled(grant, usage, nowNanos);
        if (outcome.isTransient() && known.health().failed(grant.target(), nowNanos)) {
            cool(cooling.unhealthy(grant.target(), detail), Pass.FREE, nowNanos - 1, nowNanos);
        }
    }

    /// The answer is complete, and what it took is known, or never will be.
    void settled(Grant grant, @Nullable Usage usage, long nowNanos) {
        if (usage == null) {
            grant.reservation().keep(nowNanos);
            return;
        }
        known.estimates().learn(grant.target(), needs, usage);
        if (grant.reservation().settle(usage, nowNanos)) {
            tellWaiting(grant.target());
        }
    }

    private void learn(Target target, List<QuotaReport> told, long nowNanos) {
        for (QuotaReport report : told) {
            known.quotas().learn(target, report, nowNanos);
            boolean isOfTokens = report.unit() == Unit.TOKENS || report.unit() == Unit.INPUT_TOKENS;
            if (isOfTokens && QuotaReport.isTold(report.requested())) {
                known.estimates().learnRequested(target, needs, report.requested());
            }
        }
    }

    /// Room may have come back at whatever shares the target's limits.
    private void tellWaiting(Target target) {
        String quotaGroup = target.account().quotaGroup();
        known.waitingRoom().changed(other -> other.account().quotaGroup().equals(quotaGroup));
    }
}
