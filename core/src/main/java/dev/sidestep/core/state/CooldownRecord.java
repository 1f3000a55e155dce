package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.CooldownKind;

/// A cooldown as it is saved or told to others. Spans count from the moment at which the record was made, and whoever
/// keeps it adds its own clock. Immutable.
///
/// @param key what it holds back
/// @param window the limit's window
/// @param kind why
/// @param target `account/model`: the target whose attempt caused it
/// @param remainingMillis until its end, rounded up; not negative
/// @param spanMillis from its begin to its end: what is left can never be more
/// @param level how often in a row it turned out to have been too short
/// @param reason the provider's own words, shortened
public record CooldownRecord(
        LimitKey key,
        Window window,
        CooldownKind kind,
        String target,
        long remainingMillis,
        long spanMillis,
        int level,
        String reason) {
    public CooldownRecord {
        if (remainingMillis < 0 || spanMillis < remainingMillis || level < 0) {
            throw new IllegalArgumentException("remaining must be from 0 to the span, and the level not negative: "
                    + remainingMillis + " of " + spanMillis + " ms, level " + level);
        }
    }
}
