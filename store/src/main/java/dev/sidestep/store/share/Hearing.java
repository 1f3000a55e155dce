package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.StateChange;
import java.util.List;
import java.util.Set;

/// Takes what others tell over into this node's state. Thread-safe.
final class Hearing {
    private final NodeState state;
    private final CommonClock clock;
    private final Endings endings;

    Hearing(NodeState state, CommonClock clock, Endings endings) {
        this.state = state;
        this.clock = clock;
        this.endings = endings;
    }

    void take(Told told) {
        switch (told.change()) {
            case StateChange.Cleared(var keys) -> clear(keys, told.atMillis());
            case StateChange.Recovered(var id) -> {
                endings.recover(id);
                state.hear(told.change());
            }
            case StateChange.Cooled(var cooldown) -> {
                endings.cool(cooldown.id());
                state.hear(told.change());
            }
            case StateChange.Probing _, StateChange.Unproven _, StateChange.Used _ -> state.hear(told.change());
        }
    }

    /// Clears keys as of a moment of the shared clock: what began to cool since then stays.
    void clear(Set<LimitKey> keys, long millis) {
        Set<LimitKey> news = endings.clear(keys, millis);
        if (news.isEmpty()) {
            return;
        }
        long nowMillis = clock.millis();
        List<CooldownRecord> younger = state.cooldowns().stream()
                .filter(cooldown ->
                        news.contains(cooldown.key()) && !endings.haveEnded(CooldownHint.of(cooldown, nowMillis)))
                .toList();
        state.hear(new StateChange.Cleared(news));
        younger.forEach(state::remember);
    }
}
