package dev.sidestep.core.quota;

import dev.sidestep.core.Window;
import java.time.ZoneId;

/// When windows end by the calendar. The core knows no wall clock, so the shell around it answers
/// this.
@FunctionalInterface
public interface WindowEnds {
    /// The moment, on the same ticker as `nowNanos` and after it, at which the window that is
    /// running now ends in the zone: the next full minute, the next midnight, the next first of a
    /// month. Asked once per window and limit.
    long endNanos(Window window, ZoneId zone, long nowNanos);
}
