package dev.sidestep.wire.canonical;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much the model is to think before it answers. Immutable.
///
/// @param mode whether it is to think
/// @param knownEffort how hard, or null where it was not said
/// @param budgetTokens for thinking; 0 where it was not said
/// @param isShown whether the caller wants to see the thoughts, or a summary of them
public record Reasoning(Mode mode, @Nullable Effort knownEffort, long budgetTokens, boolean isShown) {
    /// Nothing was said.
    public static final Reasoning UNSAID = new Reasoning(Mode.UNSAID, null, 0, false);

    /// Whether the model is to think.
    public enum Mode {
        /// As it likes.
        UNSAID,
        /// It is; with a budget, or as much as it finds right.
        ON,
        /// It is not.
        OFF
    }

    /// How hard, from not at all up.
    public enum Effort {
        NONE,
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH,
        XHIGH,
        MAX
    }

    /// How hard.
    public Optional<Effort> effort() {
        return Optional.ofNullable(knownEffort);
    }
}
