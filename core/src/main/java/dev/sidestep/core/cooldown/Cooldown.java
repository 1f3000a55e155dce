package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;

/// A span in which something is not selected.
///
/// @param key what it holds back
/// @param window the limit's window; a short and a long limit are two cooldowns
/// @param kind why
/// @param target the target whose attempt caused it
/// @param untilNanos its end, as the ticker counts
/// @param reason the provider's own words, shortened
public record Cooldown(LimitKey key, Window window, CooldownKind kind, Target target, long untilNanos, String reason) {

    /// Nanoseconds left; 0 once it has ended.
    public long remainingNanos(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }

    /// Seconds left, rounded up.
    public long remainingSeconds(long nowNanos) {
        return Nanos.toSecondsRoundedUp(remainingNanos(nowNanos));
    }

    boolean isRunning(long nowNanos) {
        return untilNanos - nowNanos > 0;
    }

    boolean isSameRecord(Cooldown other) {
        return key.equals(other.key) && window == other.window && kind == other.kind;
    }

    /// The later end of the two: a cooldown only ever grows while it runs.
    Cooldown grownBy(Cooldown newer) {
        return newer.untilNanos - untilNanos > 0 ? newer : this;
    }
}
