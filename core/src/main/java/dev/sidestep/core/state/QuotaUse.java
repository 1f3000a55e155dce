package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;

/// How much more one node has used of a limit than when it last told. Immutable.
///
/// @param amount negative where more came back than was taken; 0 where a call wanted some of it and got none
public record QuotaUse(LimitKey key, Unit unit, Window window, long amount) {
    /// Which limit.
    public QuotaId id() {
        return new QuotaId(key, unit, window);
    }
}
