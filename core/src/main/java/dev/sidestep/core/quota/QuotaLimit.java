package dev.sidestep.core.quota;

import dev.sidestep.core.Window;

/// A limit as somebody configured it. Immutable.
///
/// @param unit what it counts
/// @param window over which span; [Window#UNSPECIFIED] for [Unit#CONCURRENT] alone
/// @param limit the most of it, at least 1
/// @param isPaced true where what it allows is to be spread evenly over the window instead of going
///     out at once: 15 requests a minute are then one every 4 s
public record QuotaLimit(Unit unit, Window window, long limit, boolean isPaced) {
    public QuotaLimit {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + unit.id() + " must be at least 1: " + limit);
        }
        if ((unit == Unit.CONCURRENT) != (window == Window.UNSPECIFIED)) {
            throw new IllegalArgumentException(unit.id() + " per " + window.id() + " is no limit");
        }
        if (isPaced && unit == Unit.CONCURRENT) {
            throw new IllegalArgumentException("what has no window cannot be paced: " + unit.id());
        }
    }

    /// A limit that may be used up at once.
    public QuotaLimit(Unit unit, Window window, long limit) {
        this(unit, window, limit, false);
    }
}
