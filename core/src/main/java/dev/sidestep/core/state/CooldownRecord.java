package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;
import java.time.Duration;

/// A cooldown as it is saved or told to others. Spans count from the moment at which the record was made, and whoever
/// keeps it adds its own clock. Immutable.
///
/// @param key what it holds back
/// @param window the limit's window
/// @param kind why
/// @param target `account/model`: the target whose attempt caused it
/// @param remainingMillis until its end, rounded up; not negative
/// @param spanMillis from its begin to its end: what is left can never be more
/// @param level how often in a row it turned out to have been too short
/// @param reason the provider's own words, shortened
public record CooldownRecord(
        LimitKey key,
        Window window,
        CooldownKind kind,
        String target,
        long remainingMillis,
        long spanMillis,
        int level,
        String reason) {
    /// No cooldown is longer: what says so is not believed.
    private static final long MOST_MILLIS = Duration.ofDays(366).toMillis();

    public CooldownRecord {
        if (remainingMillis < 0 || spanMillis < remainingMillis || level < 0) {
            throw new IllegalArgumentException("remaining must be from 0 to the span, and the level not negative: "
                    + remainingMillis + " of " + spanMillis + " ms, level " + level);
        }
    }

    /// Which cooldown.
    public CooldownId id() {
        return new CooldownId(key, window, kind);
    }

    /// What is left of a cooldown at this moment.
    public static CooldownRecord of(Cooldown cooldown, int level, long nowNanos) {
        long remainingMillis = Nanos.toMillisRoundedUp(cooldown.remainingNanos(nowNanos));
        long spanMillis = Nanos.toMillisRoundedUp(cooldown.untilNanos() - cooldown.startedNanos());
        return new CooldownRecord(
                cooldown.key(),
                cooldown.window(),
                cooldown.kind(),
                cooldown.target().name(),
                remainingMillis,
                Math.max(remainingMillis, spanMillis),
                level,
                cooldown.reason());
    }

    /// The same as a cooldown of this moment.
    ///
    /// @param of a target that it holds back
    Cooldown cooldown(Target of, long nowNanos) {
        long untilNanos = nowNanos + Nanos.ofMillis(Math.min(MOST_MILLIS, remainingMillis));
        long startedNanos = untilNanos - Nanos.ofMillis(Math.min(MOST_MILLIS, spanMillis));
        return new Cooldown(key, window, kind, of, startedNanos, untilNanos, reason);
    }
}
