package dev.sidestep.core.failover;

import dev.sidestep.core.Deadline;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Move;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.health.RetryBudget;
import dev.sidestep.core.selection.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    private final Shared shared;
    private final Deadline deadline;
    private final long attemptTimeoutNanos;
    private final List<Attempt> attempts = new ArrayList<>(2);
    private final Set<Target> waitedFor = new HashSet<>(2);
    private @Nullable Target current;
    private @Nullable Wait waiting;
    private int retries;
    private int sends;
    private long sentAtNanos;

    /// What all calls share.
    ///
    /// @param cooldowns what is cooling
    /// @param retryBudget what retries may still cost
    /// @param random for jitter
    public record Shared(Cooldowns cooldowns, RetryBudget retryBudget, RandomGenerator random) {}

    /// A call that begins now.
    ///
    /// @param streaming whether the answer is to be streamed, which decides the attempts' time
    public Failover(FailoverPolicy policy, Selection selection, Shared shared, boolean streaming, long nowNanos) {
        this.policy = policy;
        this.selection = selection;
        this.shared = shared;
        this.deadline = Deadline.after(policy.deadline(), nowNanos);
        this.attemptTimeoutNanos = Nanos.of(streaming ? policy.attemptTimeout() : policy.answerTimeout());
    }

    /// The call begins.
    public Decision start(long nowNanos) {
        shared.retryBudget().recordCall();
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

    /// The attempt under way succeeded: the call is answered.
    public void succeeded(long nowNanos) {
        record(sending(), new Outcome.Succeeded(), "", nowNanos);
    }

    /// The attempt under way failed.
    ///
    /// @param detail what the provider or the transport said, shortened
    public Decision ended(Outcome outcome, String detail, long nowNanos) {
        Target target = sending();
        Optional<Cooldown> cooldown = record(target, outcome, detail, nowNanos);
        return switch (outcome) {
            case Outcome.Succeeded _ -> throw new IllegalArgumentException("a success ends no attempt in failure");
            case Outcome.Cancelled _ -> giveUp(Reason.CANCELLED, Bound.NOTHING_LEFT, nowNanos);
            case Outcome.Rejected(var elsewhere)
            when !elsewhere -> giveUp(Reason.REJECTED, Bound.NOTHING_LEFT, nowNanos);
            case Outcome.TooLarge _, Outcome.Rejected _ -> ruleOut(target, nowNanos);
            case Outcome.RateLimited _ -> waitOrMoveOn(target, nowNanos);
            case Outcome.Overloaded _, Outcome.Faulted _, Outcome.TimedOut _, Outcome.Unreachable _ ->
                cooldown.isPresent() ? moveOn(nowNanos) : retryOrMoveOn(target, nowNanos);
            case Outcome.OutOfFunds _, Outcome.ModelUnavailable _, Outcome.Unauthorized _ -> moveOn(nowNanos);
        };
    }

    /// The moment that was waited for has come.
    public Decision woken(long nowNanos) {
        Wait wait = takeWaiting();
        boolean isFree = !shared.cooldowns().isCooling(wait.target(), nowNanos);
        if (isFree && !deadline.hasPassed(nowNanos)) {
            return send(wait.target(), nowNanos);
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
        long freeAtNanos = shared.cooldowns()
                .blocking(target, nowNanos)
                .map(Cooldown::untilNanos)
                .orElse(nowNanos);
        boolean isShort = freeAtNanos - nowNanos < Nanos.of(policy.waitUpTo());
        boolean isBeforeDeadline = !deadline.hasPassed(freeAtNanos);
        if (isShort && isBeforeDeadline && sends < policy.maxAttempts() && waitedFor.add(target)) {
            return waitFor(target, freeAtNanos, Wait.Cause.RESET);
        }
        return moveOn(nowNanos);
    }

    private Decision ruleOut(Target target, long nowNanos) {
        selection.ruleOut(target);
        return moveOn(nowNanos);
    }

    private Decision retryOrMoveOn(Target target, long nowNanos) {
        if (retries >= policy.sameTargetRetries() || sends >= policy.maxAttempts()) {
            return moveOn(nowNanos);
        }
        long until = nowNanos + backoffNanos();
        if (deadline.hasPassed(until) || !shared.retryBudget().reserveRetry(nowNanos)) {
            return moveOn(nowNanos);
        }
        retries++;
        return waitFor(target, until, Wait.Cause.BACKOFF);
    }

    private long backoffNanos() {
        long most = Math.min(MAX_BACKOFF_NANOS, BACKOFF_NANOS << Math.min(retries, 10));
        return shared.random().nextLong(most);
    }

    private Decision moveOn(long nowNanos) {
        if (sends >= policy.maxAttempts()) {
            return giveUp(reason(nowNanos), Bound.MAX_ATTEMPTS, nowNanos);
        }
        if (deadline.hasPassed(nowNanos)) {
            return giveUp(reason(nowNanos), Bound.DEADLINE, nowNanos);
        }
        Optional<Target> next = selection.select(nowNanos);
        return next.isPresent() ? send(next.get(), nowNanos) : waitOrGiveUp(nowNanos);
    }

    private Decision waitOrGiveUp(long nowNanos) {
        Optional<Selection.Reset> soonest = selection.soonestReset(nowNanos);
        if (soonest.isEmpty()) {
            return giveUp(reason(nowNanos), Bound.NOTHING_LEFT, nowNanos);
        }
        Target target = soonest.get().target();
        long atNanos = soonest.get().atNanos();
        if (atNanos - nowNanos <= 0) {
            return send(target, nowNanos);
        }
        if (deadline.hasPassed(atNanos)) {
            return giveUp(reason(nowNanos), Bound.DEADLINE, nowNanos);
        }
        return waitFor(target, atNanos, Wait.Cause.RESET);
    }

    private Wait waitFor(Target target, long untilNanos, Wait.Cause cause) {
        Wait wait = new Wait(target, untilNanos, cause, selection.takeSkipped());
        waiting = wait;
        return wait;
    }

    private Send send(Target target, long nowNanos) {
        Move move = Move.between(current, target);
        if (move != Move.RETRY) {
            retries = 0;
        }
        selection.record(target);
        current = target;
        sends++;
        sentAtNanos = nowNanos;
        long timeoutNanos = Math.min(attemptTimeoutNanos, deadline.remainingNanos(nowNanos));
        return new Send(target, sends, move, timeoutNanos, selection.takeSkipped());
    }

    private Target sending() {
        if (current == null || attempts.size() >= sends) {
            throw new IllegalStateException("no attempt is under way");
        }
        return current;
    }

    private Optional<Cooldown> record(Target target, Outcome outcome, String detail, long nowNanos) {
        Optional<Cooldown> cooldown = new Cooling(policy)
                .of(target, outcome, detail, nowNanos)
                .map(each -> shared.cooldowns().cool(each, nowNanos));
        long cooledNanos = cooldown.map(each -> each.remainingNanos(nowNanos)).orElse(0L);
        attempts.add(new Attempt(sends, target, outcome, detail, sentAtNanos, nowNanos, cooledNanos));
        return cooldown;
    }

    private GiveUp giveUp(Reason reason, Bound bound, long nowNanos) {
        return new GiveUp(reason, bound, retryAfterNanos(reason, nowNanos), selection.takeSkipped());
    }

    private long retryAfterNanos(Reason reason, long nowNanos) {
        if (reason == Reason.REJECTED || reason == Reason.CANCELLED) {
            return 0;
        }
        return selection
                .soonestForAnotherCall(nowNanos)
                .map(soonest -> Math.max(1, soonest.atNanos() - nowNanos))
                .orElse(0L);
    }

    private Reason reason(long nowNanos) {
        return Reasons.of(attempts, selection.obstacles(nowNanos));
    }
}
