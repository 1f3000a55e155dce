package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.Unit;
import java.util.concurrent.TimeUnit;

/// What tells limits apart: there is at most one of each. Immutable.
///
/// @param key what it holds back
/// @param unit what it counts
/// @param window over which span
public record QuotaId(LimitKey key, Unit unit, Window window) {
    /// Whether what is used of it outlives the process that used it: requests under way do not.
    public boolean isLasting() {
        return unit != Unit.CONCURRENT;
    }

    /// For how long what was used of it may count where nobody knows better: its window, or a minute where nobody named
    /// one.
    public long windowMillis() {
        return TimeUnit.SECONDS.toMillis((window == Window.UNSPECIFIED ? Window.MINUTE : window).seconds());
    }
}
