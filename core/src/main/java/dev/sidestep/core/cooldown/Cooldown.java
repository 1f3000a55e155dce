package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;

/// A span in which something is not selected. Immutable.
///
/// @param key what it holds back
/// @param window the limit's window; a short and a long limit are two cooldowns
/// @param kind why
/// @param target the target whose attempt caused it
/// @param startedNanos its begin, as the ticker counts
/// @param untilNanos its end, as the ticker counts
/// @param reason the provider's own words, shortened
public record Cooldown(
        LimitKey key,
        Window window,
        CooldownKind kind,
        Target target,
        long startedNanos,
        long untilNanos,
        String reason) {

    /// Nanoseconds left; 0 once it has ended.
    public long remainingNanos(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }

    /// Seconds left, rounded up.
    public long remainingSeconds(long nowNanos) {
        return Nanos.toSecondsRoundedUp(remainingNanos(nowNanos));
    }

    /// True until its end.
    public boolean isRunning(long nowNanos) {
        return untilNanos - nowNanos > 0;
    }

    long spanNanos() {
        return untilNanos - startedNanos;
    }

    boolean isSameRecord(Window otherWindow, CooldownKind otherKind) {
        return window == otherWindow && kind == otherKind;
    }

    /// This cooldown with the end of the newer one, where that is later: it only ever grows while it runs.
    Cooldown grownBy(Cooldown newer) {
        return newer.untilNanos - untilNanos > 0
                ? new Cooldown(key, window, kind, newer.target, startedNanos, newer.untilNanos, newer.reason)
                : this;
    }

    Cooldown endedAt(long nowNanos) {
        return new Cooldown(key, window, kind, target, startedNanos, nowNanos, reason);
    }
}
