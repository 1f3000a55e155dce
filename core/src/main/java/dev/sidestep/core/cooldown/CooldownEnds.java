package dev.sidestep.core.cooldown;

import dev.sidestep.core.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What holds each of many targets back, as it stood at one moment: what a selection reads target
/// after target, where a lookup for each would cost it its budget. Immutable.
public final class CooldownEnds {
    private static final long FREE = Long.MIN_VALUE;

    private final List<Target> targets;
    private final long version;
    private final long takenAtNanos;
    /// By ordinal, counted from `takenAtNanos`, so that no moment can be mistaken for `FREE`. Kept
    /// beside the cooldowns, since a walk along numbers costs a fraction of one along objects.
    private final long[] spansNanos;

    private final @Nullable Cooldown[] blocking;

    CooldownEnds(List<Target> targets, Cooldowns cooldowns, long version, long nowNanos) {
        this.targets = targets;
        this.version = version;
        this.takenAtNanos = nowNanos;
        this.spansNanos = new long[targets.size()];
        this.blocking = new Cooldown[targets.size()];
        Arrays.fill(spansNanos, FREE);
        for (Target target : targets) {
            cooldowns.blocking(target, nowNanos).ifPresent(cooldown -> {
                spansNanos[target.ordinal()] = cooldown.remainingNanos(nowNanos);
                blocking[target.ordinal()] = cooldown;
            });
        }
    }

    boolean isOf(List<Target> others, long otherVersion) {
        return targets == others && version == otherVersion;
    }

    /// True while anything holds the target back.
    public boolean isCooling(Target target, long nowNanos) {
        return spansNanos[target.ordinal()] > nowNanos - takenAtNanos;
    }

    /// The cooldown that holds the target back the longest.
    public Optional<Cooldown> blocking(Target target, long nowNanos) {
        return isCooling(target, nowNanos) ? Optional.ofNullable(blocking[target.ordinal()]) : Optional.empty();
    }
}
