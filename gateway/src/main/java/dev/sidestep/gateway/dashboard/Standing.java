package dev.sidestep.gateway.dashboard;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.CooldownKind;
import dev.sidestep.core.cooldown.CooldownState;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.gateway.admin.TargetState;
import java.util.EnumSet;
import java.util.Set;

/// How a target stands, as far as it matters for what is wrong. Immutable.
///
/// @param kinds why it is kept away; empty where it is not, or where only a quota has no room
/// @param backAtNanos until when it is kept away, as far as anybody knows
record Standing(
        String account, String provider, String model, TargetState state, Set<CooldownKind> kinds, long backAtNanos) {

    /// How a target stands at a moment.
    static Standing of(Target target, Knowledge known, long nowNanos) {
        TargetState.Lasting lasting = TargetState.Lasting.of(target, known, nowNanos);
        Set<CooldownKind> kinds = EnumSet.noneOf(CooldownKind.class);
        if (lasting.state() != TargetState.READY) {
            known.cooldowns().states(target, nowNanos).stream()
                    .map(CooldownState::cooldown)
                    .filter(cooldown -> cooldown.isRunning(nowNanos))
                    .forEach(cooldown -> kinds.add(cooldown.kind()));
        }
        return new Standing(
                target.account().name(),
                target.providerType(),
                target.model().id(),
                lasting.state(),
                kinds,
                nowNanos + lasting.remainingNanos());
    }

    /// True where calls are sent to it, if only as a last resort.
    boolean canAnswer() {
        return switch (state) {
            case READY, RECOVERING, UNHEALTHY -> true;
            case BENCHED, COOLING, NO_ROOM -> false;
        };
    }

    boolean isFor(CooldownKind kind) {
        return kinds.contains(kind);
    }
}
