package dev.sidestep.core.quota;

import dev.sidestep.core.Window;

/// A limit as somebody configured it. Immutable.
///
/// @param unit what it counts
/// @param window over which span; [Window#UNSPECIFIED] for [Unit#CONCURRENT] alone
/// @param limit the most of it, at least 1
public record QuotaLimit(Unit unit, Window window, long limit) {
    public QuotaLimit {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + unit.id() + " must be at least 1: " + limit);
        }
        if ((unit == Unit.CONCURRENT) != (window == Window.UNSPECIFIED)) {
            throw new IllegalArgumentException(unit.id() + " per " + window.id() + " is no limit");
        }
    }
}
