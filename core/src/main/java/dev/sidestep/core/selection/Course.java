package dev.sidestep.core.selection;

import dev.sidestep.core.Target;
import java.util.List;

/// The way a call takes through the targets.
public sealed interface Course {
    /// From one target circularly through its account, then on through the other accounts.
    record Circular(Target start) implements Course {}

    /// Through a list, in its order, and nowhere else.
    record Listed(List<Target> targets) implements Course {
        public Listed {
            targets = List.copyOf(targets);
        }
    }

    /// True where there is nothing to try.
    default boolean isEmpty() {
        return switch (this) {
            case Circular _ -> false;
            case Listed listed -> listed.targets().isEmpty();
        };
    }
}
