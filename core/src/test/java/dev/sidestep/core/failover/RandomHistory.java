package dev.sidestep.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Needs;
import dev.sidestep.core.Outcome;
import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.failover.Decision.Bound;
import dev.sidestep.core.failover.Decision.GiveUp;
import dev.sidestep.core.failover.Decision.Reason;
import dev.sidestep.core.failover.Decision.Send;
import dev.sidestep.core.failover.Decision.Wait;
import dev.sidestep.core.health.RetryBudget;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.testing.Known;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call in a random world, where every attempt fails, time passes, and other calls cool things
/// and people clear them meanwhile. Each decision is held against the rules as it comes.
final class RandomHistory {
    /// Far more than 25 attempts and the waits between them need.
    private static final int MOST_DECISIONS = 2_000;

    private final String seed;
    private final RandomWorld world;
    private final Targets targets;
    private final FailoverPolicy policy;
    private final Cooldowns cooldowns = new Cooldowns();
    private final NaiveFailover naive;
    private final Failover failover;
    private final long deadlineNanos;
    private final List<Decision> decisions = new ArrayList<>();
    private final Set<Target> waitedForOnce = new HashSet<>();
    private long nowNanos;
    private int sends;
    private int retries;
    private @Nullable Target lastSent;
    private @Nullable Outcome lastOutcome;
    private @Nullable Wait elapsed;
    private boolean isRefused;

    RandomHistory(long seed) {
        this.seed = "seed " + seed;
        world = new RandomWorld(seed);
        nowNanos = world.spanNanos(Long.MAX_VALUE - 1) * (world.onceIn(2) ? 1 : -1);
        targets = world.targets();
        policy = world.policy();
        Course course = world.course(targets);
        Needs needs = world.needs();
        naive = new NaiveFailover(targets, course, needs, cooldowns);
        disturb(targets.size());
        RetryBudget budget = new RetryBudget(nowNanos);
        while (world.onceIn(2) && budget.reserve(nowNanos)) {}
        Selection selection = Known.selection(targets, course, needs, Known.of(cooldowns, budget));
        failover = new Failover(policy, selection, new Random(seed), true, nowNanos);
        deadlineNanos = nowNanos + Nanos.of(policy.deadline());
    }

    /// Plays the call to its end.
    List<Decision> play() {
        Decision decision = failover.start(nowNanos);
        while (decisions.size() < MOST_DECISIONS) {
            decisions.add(decision);
            switch (decision) {
                case Send send -> decision = fail(send);
                case Wait wait -> decision = pass(wait);
                case GiveUp giveUp -> {
                    verify(giveUp);
                    return decisions;
                }
            }
        }
        throw new AssertionError(seed + " does not end: " + failover.attempts());
    }

    private Decision fail(Send send) {
        verify(send);
        naive.sent(send.target());
        lastSent = send.target();
        nowNanos += world.spanNanos(send.timeoutNanos());
        disturb(world.upTo(2));
        Outcome outcome = world.failure();
        if (outcome instanceof Outcome.TooLarge || outcome instanceof Outcome.Rejected) {
            naive.useless(send.target());
        }
        lastOutcome = outcome;
        elapsed = null;
        isRefused = false;
        return failover.ended(outcome, "", nowNanos);
    }

    private Decision pass(Wait wait) {
        verify(wait);
        isRefused = world.onceIn(10);
        elapsed = isRefused ? null : wait;
        lastOutcome = null;
        if (isRefused) {
            return failover.waitRefused(nowNanos);
        }
        nowNanos = wait.untilNanos() + (world.onceIn(4) ? world.spanNanos(2_000_000_000L) : 0);
        disturb(world.upTo(1));
        return failover.woken(nowNanos);
    }

    /// What other calls and people do meanwhile.
    private void disturb(int times) {
        for (int time = 0; time < times && targets.size() > 0; time++) {
            cooldowns.cool(world.cooldown(targets, nowNanos), nowNanos);
        }
        if (world.onceIn(8)) {
            cooldowns.removeIf(_ -> world.onceIn(2), nowNanos);
        }
    }

    private void verify(Send send) {
        Target target = send.target();
        sends++;
        assertThat(send.attempt()).as(seed).isEqualTo(sends).isLessThanOrEqualTo(policy.maxAttempts());
        assertThat(naive.coolingUntil(target, nowNanos)).as(seed).isEmpty();
        assertThat(naive.fits(target.model())).as(seed).isTrue();
        assertThat(deadlineNanos - nowNanos).as(seed).isPositive();
        assertThat(send.timeoutNanos())
                .as(seed)
                .isPositive()
                .isLessThanOrEqualTo(Math.min(deadlineNanos - nowNanos, Nanos.of(policy.attemptTimeout())));
        retries = isLast(target) ? retries : 0;
        if (elapsed != null && elapsed.target().equals(target)) {
            return;
        }
        assertThat(naive.wasTried(target)).as(seed).isFalse();
        assertThat(naive.hasShare(target)).as(seed).isTrue();
        assertThat(naive.next(nowNanos)).as(seed).hasValue(target);
    }

    private void verify(Wait wait) {
        assertThat(wait.untilNanos() - nowNanos).as(seed).isNotNegative();
        assertThat(deadlineNanos - wait.untilNanos()).as(seed).isNotNegative();
        assertThat(isRefused).as(seed).isFalse();
        assertThat(sends).as(seed).isLessThan(policy.maxAttempts());
        switch (wait.cause()) {
            case BACKOFF -> {
                assertThat(isLast(wait.target())).as(seed).isTrue();
                assertThat(++retries).as(seed).isLessThanOrEqualTo(policy.sameTargetRetries());
            }
            case RESET -> verifyReset(wait);
        }
    }

    private void verifyReset(Wait wait) {
        Optional<Cooldown> cooling = naive.coolingUntil(wait.target(), nowNanos);
        boolean isOwn = lastOutcome instanceof Outcome.RateLimited && isLast(wait.target());
        if (isOwn && isShort(cooling) && waitedForOnce.add(wait.target())) {
            return;
        }
        assertThat(naive.next(nowNanos)).as(seed).isEmpty();
        assertThat(naive.soonestFree(true, nowNanos)).as(seed).hasValue(wait.untilNanos());
        assertThat(cooling)
                .as(seed)
                .hasValueSatisfying(
                        cooldown -> assertThat(cooldown.untilNanos()).isEqualTo(wait.untilNanos()));
    }

    private boolean isLast(Target target) {
        return lastSent != null && lastSent.equals(target);
    }

    private boolean isShort(Optional<Cooldown> cooling) {
        return cooling.filter(each -> each.untilNanos() - nowNanos < Nanos.of(policy.waitUpTo()))
                .isPresent();
    }

    private void verify(GiveUp giveUp) {
        boolean isCallersOwn = giveUp.reason() == Reason.REJECTED || giveUp.reason() == Reason.CANCELLED;
        long soonest = naive.soonestFree(false, nowNanos)
                .map(moment -> Math.max(1, moment - nowNanos))
                .orElse(0L);
        assertThat(giveUp.retryAfterNanos()).as(seed).isEqualTo(isCallersOwn ? 0 : soonest);
        if (!isCallersOwn && giveUp.bound() == Bound.NOTHING_LEFT) {
            assertThat(naive.next(nowNanos)).as(seed).isEmpty();
        }
        if (giveUp.bound() == Bound.MAX_ATTEMPTS) {
            assertThat(sends).as(seed).isEqualTo(policy.maxAttempts());
        }
        assertThat(failover.attempts()).as(seed).hasSize(sends);
    }
}
