package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When each of many targets may be asked again, as it stood at one moment: what a selection reads
/// target after target, where a lookup for each would cost it its budget. Immutable.
public final class CooldownEnds {
    /// No moment counted from `takenAtNanos` can be mistaken for it.
    private static final long FREE = Long.MIN_VALUE;

    private final Cooldowns cooldowns;
    private final List<Target> targets;
    private final long version;
    private final long takenAtNanos;
    /// By ordinal: until then nothing is let through. A walk along numbers costs a fraction of one along objects.
    private final long[] closedNanos;

    private final boolean hasIllHealth;

    CooldownEnds(List<Target> targets, Cooldowns cooldowns, long version, long nowNanos) {
        this.cooldowns = cooldowns;
        this.targets = targets;
        this.version = version;
        this.takenAtNanos = nowNanos;
        this.hasIllHealth = cooldowns.hasIllHealth();
        this.closedNanos = new long[targets.size()];
        Arrays.fill(closedNanos, FREE);
        Set<LimitScope> scopes = cooldowns.scopes();
        for (Target target : targets) {
            cooldowns
                    .admitsFromNanos(target, scopes, nowNanos)
                    .ifPresent(fromNanos -> closedNanos[target.ordinal()] = fromNanos - nowNanos);
        }
    }

    boolean isOf(List<Target> others, long otherVersion) {
        return targets == others && version == otherVersion;
    }

    /// True where ill health holds some of the targets back, or has.
    public boolean hasIllHealth() {
        return hasIllHealth;
    }

    /// True where nothing keeps an attempt away from the target.
    public boolean admits(Target target, Access access, long nowNanos) {
        return isFree(target) || !isClosed(target, access, nowNanos) && cooldowns.admits(target, access, nowNanos);
    }

    /// Lets an attempt through to the target, if nothing holds it back: empty where something does.
    public Optional<Pass> enter(Target target, Access access, long nowNanos) {
        if (isFree(target)) {
            return Pass.FREELY;
        }
        return isClosed(target, access, nowNanos) ? Optional.empty() : cooldowns.enter(target, access, nowNanos);
    }

    private boolean isFree(Target target) {
        return closedNanos[target.ordinal()] == FREE;
    }

    /// True where nothing is let through to the target for certain; false says nothing.
    public boolean isClosed(Target target, Access access, long nowNanos) {
        return access != Access.LAST_RESORT && closedNanos[target.ordinal()] > nowNanos - takenAtNanos;
    }
}
