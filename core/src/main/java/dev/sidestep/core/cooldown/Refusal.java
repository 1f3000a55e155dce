package dev.sidestep.core.cooldown;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import dev.sidestep.core.Window;

/// Why and for how long a failed attempt asks something to be cooled. Immutable.
///
/// @param key what is to be held back
/// @param window the limit's window
/// @param kind why
/// @param target the target that was asked
/// @param term for how long
/// @param reason the provider's own words, shortened
public record Refusal(LimitKey key, Window window, CooldownKind kind, Target target, Term term, String reason) {
    Cooldown cooldown(int level, long nowNanos) {
        return new Cooldown(key, window, kind, target, nowNanos, nowNanos + term.nanos(level), reason);
    }
}
