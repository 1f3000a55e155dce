package dev.sidestep.core.selection;

import dev.sidestep.core.Target;
import dev.sidestep.core.cooldown.Cooldown;
import java.util.List;

/// A target that was passed over, and why.
public sealed interface Skip {
    /// Which one.
    Target target();

    /// It is cooling.
    record Cooling(Target target, Cooldown cooldown) implements Skip {}

    /// It cannot serve this call.
    record Unfit(Target target, List<String> misfits) implements Skip {
        public Unfit {
            misfits = List.copyOf(misfits);
        }
    }

    /// Its account had its share of this call's attempts.
    record AccountSpent(Target target) implements Skip {}
}
