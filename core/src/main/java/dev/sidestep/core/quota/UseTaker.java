package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;

/// Takes what was used of limits, to tell others.
@FunctionalInterface
public interface UseTaker {
    /// So much more was used of a limit than when it was last taken.
    ///
    /// @param amount negative where more came back than was taken; 0 where a call wanted some of it and got none
    void used(LimitKey key, Unit unit, Window window, long amount);
}
