package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import java.time.Duration;

/// Which of several nodes tries first whether a cooldown is over. The first of them has been heard of by the
/// time the second one may, so that nobody has to be asked. Immutable.
///
/// @param nodes how many there are
/// @param place this one's place among them, from 0
record Precedence(int nodes, int place) {
    static final Precedence ALONE = new Precedence(1, 0);
    private static final long STEP_NANOS = Nanos.of(Duration.ofMillis(20));

    /// How long after the others' first chance this node may try. Another node is first for each key.
    long delayNanos(Cooldown cooldown) {
        return nodes == 1 || !cooldown.kind().isShared() ? 0 : rank(cooldown.key()) * STEP_NANOS;
    }

    private int rank(LimitKey key) {
        return (Math.floorMod(key.hashCode(), nodes) + place) % nodes;
    }

    /// When this node may try whether a cooldown is over, if no other one does before.
    long triedFromNanos(Cooldown cooldown) {
        return cooldown.untilNanos() + delayNanos(cooldown);
    }
}
