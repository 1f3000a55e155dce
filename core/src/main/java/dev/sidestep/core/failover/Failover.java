package dev.sidestep.core.failover;

import dev.sidestep.core.Deadline;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.health.Health;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.core.selection.Grant;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Reset;
import dev.sidestep.core.selection.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The failover of one call: a state machine that is told what happened and when, and answers with
/// the next [Decision]. It opens nothing, waits for nothing and asks no clock.
///
/// [#start] comes first; then, after each [Send], [#ended] with the attempt's outcome, and after
/// each [Wait], [#woken]. Nothing comes after a [GiveUp] or a success. Not thread-safe: one call's.
public final class Failover {
    /// First backoff of a transient failure; it doubles with each retry, and its jitter is full.
    private static final long BACKOFF_NANOS = Nanos.of(Duration.ofMillis(250));
    /// A retry is never put off for longer.
    private static final long MAX_BACKOFF_NANOS = Nanos.of(Duration.ofSeconds(4));

    private final FailoverPolicy policy;
    private final Selection selection;
    private final Knowledge known;
    private final Consequences consequences;
    private final RandomGenerator random;
    private final boolean streaming;
    private final Deadline deadline;
    private final long attemptTimeoutNanos;
    private final List<Attempt> attempts = new ArrayList<>(2);
    private final Set<Target> waitedFor = new HashSet<>(2);
    private final Set<Target> repaired = new HashSet<>(2);
    private @Nullable Grant current;
    private @Nullable Wait waiting;
    private int retries;
    private int sends;
    private long sentAtNanos;
    private long timeoutNanos;

    /// A call that begins now.
    ///
    /// @param random for jitter
    /// @param streaming whether the answer is to be streamed, which decides the attempts' time
    public Failover(
            FailoverPolicy policy, Selection selection, RandomGenerator random, boolean streaming, long nowNanos) {
        this.policy = policy;
        this.selection = selection;
        this.known = selection.known();
        this.consequences = new Consequences(policy, known, selection.needs());
        this.random = random;
        this.streaming = streaming;
        this.deadline = Deadline.after(policy.deadline(), nowNanos);
        this.attemptTimeoutNanos = Nanos.of(streaming ? policy.attemptTimeout() : policy.answerTimeout());
    }

    /// The call begins.
    public Decision start(long nowNanos) {
        known.retryBudget().recordCall();
        return moveOn(nowNanos);
    }

    /// The last moment of the call.
    public Deadline deadline() {
        return deadline;
    }

    /// Every attempt whose outcome is known, in order.
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /// What the attempt that was sent last will take, as far as anybody can tell.
    public Expected expected() {
        Grant grant = sending();
        return known.estimates()
                .expected(grant.target(), selection.needs(), grant.reservation().demand());
    }

    /// The attempt under way leaves only now: the time that it was prepared for says nothing of its target.
    ///
    /// @return the same with the time that is left
    public Send leaves(Send send, long nowNanos) {
        sentAtNanos = nowNanos;
        timeoutNanos = Math.min(attemptTimeoutNanos, deadline.remainingNanos(nowNanos));
        return new Send(send.target(), send.attempt(), send.move(), timeoutNanos, send.skipped());
    }

    /// The attempt under way succeeded: the call is answered, or its stream has begun.
    ///
    /// @param told what the provider told of its limits
    public void succeeded(List<QuotaReport> told, long nowNanos) {
        Grant grant = sending();
        // A whole answer takes as long as it is, which says nothing of how fast the target begins.
        long firstContentNanos = streaming ? nowNanos - sentAtNanos : Health.UNMEASURED;
        consequences.succeeded(grant, told, firstContentNanos, nowNanos);
        record(grant.target(), new Outcome.Succeeded(), "", 0, nowNanos);
    }

    /// The answer broke off after its first content.
    ///
    /// @param detail what the provider or the transport said, shortened
    /// @param usage what the provider had counted by then, or null where it had not told
    public void broken(Outcome outcome, String detail, @Nullable Usage usage, long nowNanos) {
        if (current != null) {
            consequences.broken(current, outcome, detail, usage, nowNanos);
        }
    }

    /// The answer has come to its end, or nobody wants the rest of it.
    ///
    /// @param usage what the provider counted, or null where it did not tell
    public void settled(@Nullable Usage usage, long nowNanos) {
        if (current != null) {
            consequences.settled(current, usage, nowNanos);
        }
    }

    /// Nobody follows the decision to send any more: what was taken for it is given back, and the call is over.
    public void withdrawn(long nowNanos) {
        consequences.withdrawn(sending(), nowNanos);
    }

    /// The attempt under way failed.
    ///
    /// @param detail what the provider or the transport said, shortened
    /// @param told what the provider told of its limits
    public Decision ended(Outcome outcome, String detail, List<QuotaReport> told, long nowNanos) {
        Grant grant = sending();
        Target target = grant.target();
        boolean isCutShort = outcome instanceof Outcome.TimedOut && timeoutNanos < attemptTimeoutNanos;
        Optional<Cooldown> cooldown =
                consequences.failed(grant, outcome, detail, told, sentAtNanos, isCutShort, nowNanos);
        record(
                target,
                outcome,
                detail,
                cooldown.map(each -> each.remainingNanos(nowNanos)).orElse(0L),
                nowNanos);
        return switch (outcome) {
            case Outcome.Succeeded _ -> throw new IllegalArgumentException("a success ends no attempt in failure");
            case Outcome.Cancelled _ -> giveUp(Reason.CANCELLED, Bound.NOTHING_LEFT, nowNanos);
            case Outcome.Rejected rejected
            when !rejected.elsewhere() -> giveUp(Reason.REJECTED, Bound.NOTHING_LEFT, nowNanos);
            case Outcome.TooLarge _, Outcome.Rejected _ -> ruleOut(target, nowNanos);
            case Outcome.Repairable _ -> repairOrMoveOn(target, nowNanos);
            case Outcome.RateLimited _ -> waitOrMoveOn(target, nowNanos);
            case Outcome.Overloaded _, Outcome.Faulted _, Outcome.TimedOut _, Outcome.Unreachable _ ->
                cooldown.isPresent() ? moveOn(nowNanos) : retryOrMoveOn(target, nowNanos);
            case Outcome.OutOfFunds _, Outcome.ModelUnavailable _, Outcome.Unauthorized _ -> moveOn(nowNanos);
        };
    }

    /// The attempt under way failed, and the provider told nothing of its limits.
    public Decision ended(Outcome outcome, String detail, long nowNanos) {
        return ended(outcome, detail, List.of(), nowNanos);
    }

    /// The moment that was waited for has come, or something has changed before it.
    public Decision woken(long nowNanos) {
        Wait wait = takeWaiting();
        if (!deadline.hasPassed(nowNanos)) {
            Optional<Grant> grant = selection.takeInTurn(wait.target(), nowNanos);
            if (grant.isPresent()) {
                return send(grant.get(), nowNanos);
            }
        }
        return moveOn(nowNanos);
    }

    /// There is no room to wait: too many calls do already. The call goes on without.
    public Decision waitRefused(long nowNanos) {
        takeWaiting();
        Decision next = moveOn(nowNanos);
        if (!(next instanceof Wait)) {
            return next;
        }
        takeWaiting();
        return giveUp(reason(nowNanos), Bound.NOTHING_LEFT, nowNanos);
    }

    private Wait takeWaiting() {
        Wait wait = waiting;
        if (wait == null) {
            throw new IllegalStateException("nothing was waited for");
        }
        waiting = null;
        return wait;
    }

    /// A limit that is over sooner than a switch is worth is waited for, once per target: a target
    /// that limits again right after its own reset does not keep its word.
    private Decision waitOrMoveOn(Target target, long nowNanos) {
        // What holds the target the longest counts, which need not be the limit it has just named.
        OptionalLong freeAt = selection.freeAtNanos(target, nowNanos);
        if (freeAt.isEmpty() || sends >= policy.maxAttempts()) {
            return moveOn(nowNanos);
        }
        long freeAtNanos = freeAt.getAsLong();
        boolean isShort = freeAtNanos - nowNanos < Nanos.of(policy.waitUpTo());
        boolean isWaitedFor = isShort && !deadline.hasPassed(freeAtNanos) && waitedFor.add(target);
        return isWaitedFor ? waitFor(target, freeAtNanos, Wait.Cause.RESET) : moveOn(nowNanos);
    }

    private Decision ruleOut(Target target, long nowNanos) {
        selection.ruleOut(target);
        return moveOn(nowNanos);
    }

    /// The same target at once, with what it stumbled over repaired, but only once.
    private Decision repairOrMoveOn(Target target, long nowNanos) {
        Optional<Grant> grant = sends < policy.maxAttempts() && !deadline.hasPassed(nowNanos) && repaired.add(target)
                ? selection.takeInTurn(target, nowNanos)
                : Optional.empty();
        return grant.isPresent() ? send(grant.get(), nowNanos) : ruleOut(target, nowNanos);
    }

    private Decision retryOrMoveOn(Target target, long nowNanos) {
        if (retries >= policy.sameTargetRetries() || sends >= policy.maxAttempts()) {
            return moveOn(nowNanos);
        }
        long until = nowNanos + backoffNanos();
        if (deadline.hasPassed(until) || !known.retryBudget().reserve(nowNanos)) {
            return moveOn(nowNanos);
        }
        retries++;
        return waitFor(target, until, Wait.Cause.BACKOFF);
    }

    private long backoffNanos() {
        long most = Math.min(MAX_BACKOFF_NANOS, BACKOFF_NANOS << Math.min(retries, 10));
        return random.nextLong(most);
    }

    private Decision moveOn(long nowNanos) {
        if (sends >= policy.maxAttempts()) {
            return giveUp(reason(nowNanos), Bound.MAX_ATTEMPTS, nowNanos);
        }
        if (deadline.hasPassed(nowNanos)) {
            return giveUp(reason(nowNanos), Bound.DEADLINE, nowNanos);
        }
        Optional<Grant> next = selection.select(nowNanos);
        return next.isPresent() ? send(next.get(), nowNanos) : waitOrGiveUp(nowNanos);
    }

    private Decision waitOrGiveUp(long nowNanos) {
        List<Reset> resets = selection.resets(nowNanos);
        Optional<Reset> soonest = resets.stream()
                .filter(reset -> !deadline.hasPassed(reset.answerNanos()))
                .min(Comparator.comparingLong(reset -> reset.throughNanos() - nowNanos));
        if (soonest.isEmpty()) {
            Bound bound = resets.isEmpty() ? Bound.NOTHING_LEFT : Bound.DEADLINE;
            return giveUp(reason(nowNanos), bound, nowNanos);
        }
        Target target = soonest.get().target();
        long atNanos = soonest.get().atNanos();
        if (atNanos - nowNanos <= 0) {
            // Free, but of an account that the search has left, or others wait for it.
            Optional<Grant> grant = selection.takeAhead(target, nowNanos);
            if (grant.isPresent()) {
                return send(grant.get(), nowNanos);
            }
        }
        return waitFor(target, atNanos, Wait.Cause.RESET);
    }

    private Wait waitFor(Target target, long untilNanos, Wait.Cause cause) {
        Wait wait = new Wait(target, untilNanos, cause, selection.takeSkipped());
        waiting = wait;
        return wait;
    }

    private Send send(Grant grant, long nowNanos) {
        Target target = grant.target();
        Move move = Move.between(current == null ? null : current.target(), target);
        if (move != Move.RETRY) {
            retries = 0;
        }
        current = grant;
        sends++;
        sentAtNanos = nowNanos;
        timeoutNanos = Math.min(attemptTimeoutNanos, deadline.remainingNanos(nowNanos));
        return new Send(target, sends, move, timeoutNanos, selection.takeSkipped());
    }

    private Grant sending() {
        if (current == null || attempts.size() >= sends) {
            throw new IllegalStateException("no attempt is under way");
        }
        return current;
    }

    private void record(Target target, Outcome outcome, String detail, long cooledNanos, long nowNanos) {
        attempts.add(new Attempt(sends, target, outcome, detail, sentAtNanos, nowNanos, cooledNanos));
    }

    private GiveUp giveUp(Reason reason, Bound bound, long nowNanos) {
        // These say nothing about the targets.
        if (reason == Reason.REJECTED || reason == Reason.CANCELLED) {
            return new GiveUp(reason, bound, 0, List.of());
        }
        return new GiveUp(reason, bound, retryAfterNanos(nowNanos), selection.firstSkips(nowNanos));
    }

    private long retryAfterNanos(long nowNanos) {
        return selection
                .soonestForAnotherCall(nowNanos)
                .map(soonest -> Math.max(1, soonest.atNanos() - nowNanos))
                .orElse(0L);
    }

    private Reason reason(long nowNanos) {
        return Reasons.of(attempts, selection.obstacles(nowNanos));
    }
}
