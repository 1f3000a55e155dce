package dev.sidestep.core.testing;

import dev.sidestep.core.Needs;
import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.health.Health;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.health.RetryBudget;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.core.queue.Standing;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Selection;
import dev.sidestep.core.selection.Targets;
import java.time.Duration;

/// What is known of targets, for tests: nothing but what they put in.
public final class Known {
    /// The standing of a call like any other.
    public static final Standing ANYBODY = new Standing(Priority.INTERACTIVE, "", 1);

    private Known() {}

    /// Nothing at all. Calendar windows have no end.
    public static Knowledge nothing() {
        return Knowledge.nothing(
                (_, _, nowNanos) -> nowNanos + Duration.ofDays(1_000).toNanos(), 0);
    }

    /// These cooldowns, and nothing else.
    public static Knowledge of(Cooldowns cooldowns) {
        return of(cooldowns, new RetryBudget(0));
    }

    /// These cooldowns and this budget, and nothing else.
    public static Knowledge of(Cooldowns cooldowns, RetryBudget budget) {
        Knowledge nothing = nothing();
        return new Knowledge(
                cooldowns, nothing.quotas(), nothing.estimates(), nothing.health(), budget, nothing.waitingRoom());
    }

    /// Nothing, but with this health policy.
    public static Knowledge withHealth(HealthPolicy policy) {
        Knowledge nothing = nothing();
        return new Knowledge(
                nothing.cooldowns(),
                nothing.quotas(),
                nothing.estimates(),
                new Health(policy),
                nothing.retryBudget(),
                nothing.waitingRoom());
    }

    /// The choice of targets of a call like any other.
    public static Selection selection(Targets targets, Course course, Needs needs, Cooldowns cooldowns) {
        return selection(targets, course, needs, of(cooldowns));
    }

    /// The same with more that is known.
    public static Selection selection(Targets targets, Course course, Needs needs, Knowledge known) {
        return new Selection(targets, course, needs, ANYBODY, known);
    }
}
