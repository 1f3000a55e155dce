package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownKind;

/// What tells cooldowns apart: there is at most one of each. Immutable.
///
/// @param key what it holds back
/// @param window the limit's window
/// @param kind why
public record CooldownId(LimitKey key, Window window, CooldownKind kind) {
    static CooldownId of(Cooldown cooldown) {
        return new CooldownId(cooldown.key(), cooldown.window(), cooldown.kind());
    }
}
