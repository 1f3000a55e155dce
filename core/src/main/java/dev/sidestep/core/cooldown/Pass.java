package dev.sidestep.core.cooldown;

import java.util.List;
import java.util.Optional;

/// The right of one attempt to go to a target: freely, or as one of the few that try whether its
/// cooldown is over. Whoever holds one gives it back by one of [Cooldowns#succeeded],
/// [Cooldowns#released] and [Cooldowns#cool]; a second time does nothing. Not thread-safe: one attempt's.
public final class Pass {
    /// The right to go to a target that nothing holds back.
    public static final Pass FREE = new Pass(List.of());

    static final Optional<Pass> FREELY = Optional.of(FREE);

    private List<Grip> grips;

    /// A cooldown that let the attempt through.
    ///
    /// @param of as it stood then
    record Grip(Cooldown of) {}

    Pass(List<Grip> grips) {
        this.grips = grips;
    }

    /// True where the attempt tries whether a cooldown is over.
    public boolean isProbe() {
        return !grips.isEmpty();
    }

    /// True where a cooldown of this kind let the attempt through.
    public boolean isProbeOf(CooldownKind kind) {
        return grips.stream().anyMatch(grip -> grip.of().kind() == kind);
    }

    List<Grip> grips() {
        return grips;
    }

    List<Grip> take() {
        List<Grip> taken = grips;
        if (!taken.isEmpty()) {
            grips = List.of();
        }
        return taken;
    }
}
