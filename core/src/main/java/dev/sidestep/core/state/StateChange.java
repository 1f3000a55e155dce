package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.cooldown.Cooldown;
import dev.sidestep.core.cooldown.CooldownChange;
import java.util.List;
import java.util.Set;

/// Something that one node knows and the others should: what lasts is made of these, too. Immutable.
public sealed interface StateChange {
    /// The same in words that other nodes understand.
    static StateChange of(CooldownChange change) {
        Cooldown cooldown = change.cooldown();
        return switch (change) {
            case CooldownChange.Cooled(var _, var level, var nowNanos) ->
                new Cooled(CooldownRecord.of(cooldown, level, nowNanos));
            case CooldownChange.Probing _ -> new Probing(CooldownId.of(cooldown));
            case CooldownChange.Recovered _ -> new Recovered(CooldownId.of(cooldown));
            case CooldownChange.Unproven _ -> new Unproven(CooldownId.of(cooldown));
        };
    }

    /// Something began to cool, or cools for longer or harder now.
    record Cooled(CooldownRecord cooldown) implements StateChange {}

    /// An attempt tries whether a cooldown is over: nobody else has to meanwhile.
    record Probing(CooldownId id) implements StateChange {}

    /// An attempt that tried found it over, or a step nearer to it.
    record Recovered(CooldownId id) implements StateChange {}

    /// An attempt that tried came to nothing that says anything.
    record Unproven(CooldownId id) implements StateChange {}

    /// Somebody cleared what held these keys back, and what was used of them.
    record Cleared(Set<LimitKey> keys) implements StateChange {
        public Cleared {
            keys = Set.copyOf(keys);
        }
    }

    /// Limits were used.
    record Used(List<QuotaUse> uses) implements StateChange {
        public Used {
            uses = List.copyOf(uses);
        }
    }
}
