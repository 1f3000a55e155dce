package dev.sidestep.core.selection;

import dev.sidestep.core.cooldown.Cooldowns;
import dev.sidestep.core.health.Health;
import dev.sidestep.core.health.HealthPolicy;
import dev.sidestep.core.health.RetryBudget;
import dev.sidestep.core.queue.WaitingRoom;
import dev.sidestep.core.quota.Estimates;
import dev.sidestep.core.quota.Quotas;
import dev.sidestep.core.quota.WindowEnds;
import java.time.Duration;

/// What is known of targets, shared by all calls. Thread-safe, as each part is.
///
/// @param cooldowns what is cooling
/// @param quotas what is left of the limits
/// @param estimates what calls take from them
/// @param health what is in trouble
/// @param retryBudget what trouble may still cost
/// @param waitingRoom who waits
public record Knowledge(
        Cooldowns cooldowns,
        Quotas quotas,
        Estimates estimates,
        Health health,
        RetryBudget retryBudget,
        WaitingRoom waitingRoom) {
    /// How many calls may wait, unless somebody says otherwise.
    private static final int MOST_WAITING = 1_000;
    /// After this long a batch call that waits counts as interactive, unless somebody says otherwise.
    private static final Duration AGEING = Duration.ofSeconds(30);

    /// Nothing is known yet, and every knob has its default.
    public static Knowledge nothing(WindowEnds ends, long nowNanos) {
        return nothing(ends, HealthPolicy.defaults(), new WaitingRoom(MOST_WAITING, AGEING), nowNanos);
    }

    /// Nothing is known yet.
    public static Knowledge nothing(WindowEnds ends, HealthPolicy health, WaitingRoom waitingRoom, long nowNanos) {
        return new Knowledge(
                new Cooldowns(),
                new Quotas(ends),
                new Estimates(),
                new Health(health),
                new RetryBudget(nowNanos),
                waitingRoom);
    }
}
