package dev.sidestep.core.cooldown;

/// One cooldown as it stood at a moment, with what is tried meanwhile. Immutable.
///
/// @param cooldown the span itself; where it has ended, its target is still being tried
/// @param level how often in a row it turned out to have been too short
/// @param probeNanos while it runs: from now until one request may look whether it is still true; 0
///     where one may now, and its whole rest where none will before its end
/// @param allowance after its end: how many requests may be under way at the same time; 0 while it
///     runs
/// @param underWay requests that were let through to try, here or at another node, and have not come back
public record CooldownState(Cooldown cooldown, int level, long probeNanos, int allowance, int underWay) {
    /// True where it has ended, and its target does not count as well yet.
    public boolean isRecovering() {
        return allowance > 0;
    }
}
