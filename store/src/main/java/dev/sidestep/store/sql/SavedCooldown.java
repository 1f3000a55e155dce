package dev.sidestep.store.sql;

import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import java.util.Optional;

/// A cooldown with the moment at which it ends, by the wall clock. Immutable.
///
/// @param cooldown as it was when it was saved
/// @param untilAt milliseconds since 1970
record SavedCooldown(CooldownRecord cooldown, long untilAt) {
    static SavedCooldown of(CooldownRecord cooldown, long at) {
        return new SavedCooldown(cooldown, at + cooldown.remainingMillis());
    }

    CooldownId id() {
        return cooldown.id();
    }

    /// What is left of it, which is never more than its span: the clock may have been set back.
    /// Empty where it is over.
    Optional<CooldownRecord> at(long now) {
        long left = Math.min(untilAt - now, cooldown.spanMillis());
        return left <= 0 ? Optional.empty() : Optional.of(withRemaining(left));
    }

    private CooldownRecord withRemaining(long millis) {
        return new CooldownRecord(
                cooldown.key(),
                cooldown.window(),
                cooldown.kind(),
                cooldown.target(),
                millis,
                cooldown.spanMillis(),
                cooldown.level(),
                cooldown.reason());
    }
}
