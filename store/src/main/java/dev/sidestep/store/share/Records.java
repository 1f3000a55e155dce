package dev.sidestep.store.share;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Writes into the hashes what this node finds out, beside telling it: for those who come later. For one thread.
final class Records {
    /// How often the limits that are being used are written.
    private static final long QUOTAS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Self self;
    private final Hashes hashes;
    private final Set<QuotaId> usedLimits = new HashSet<>();
    private long quotasDueNanos;

    Records(Self self, Hashes hashes) {
        this.self = self;
        this.hashes = hashes;
    }

    /// Writes what lasts of changes. What was cleared is only noted as such: the next reconciliation removes what is
    /// from before.
    void write(List<Told> changes) {
        for (Told told : changes) {
            switch (told.change()) {
                case StateChange.Cooled(var cooldown) -> cooled(cooldown, told.atMillis());
                case StateChange.Recovered(var id) -> hashes.remove(self.keys().cooldowns(), List.of(Names.of(id)));
                case StateChange.Cleared(var keys) -> cleared(keys, told.atMillis());
                case StateChange.Used(var uses) -> used(uses);
                case StateChange.Probing _, StateChange.Unproven _ -> {}
            }
        }
    }

    /// Writes the limits that were used lately, where it is time to.
    void turn(long nowNanos) {
        if (usedLimits.isEmpty() || nowNanos - quotasDueNanos < 0) {
            return;
        }
        long nowMillis = self.clock().millisOf(nowNanos);
        Map<String, String> values = new HashMap<>();
        for (QuotaRecord quota : self.state().quotas()) {
            if (usedLimits.contains(quota.id())) {
                QuotaHint hint = QuotaHint.of(quota, nowMillis);
                values.put(Names.of(hint.id()), hint.value());
            }
        }
        hashes.put(self.keys().quotas(), values);
        usedLimits.clear();
        quotasDueNanos = nowNanos + QUOTAS_NANOS;
    }

    /// For how long it wants nothing.
    long waitNanos(long nowNanos) {
        return usedLimits.isEmpty() ? Long.MAX_VALUE : quotasDueNanos - nowNanos;
    }

    private void cooled(CooldownRecord cooldown, long atMillis) {
        if (Words.isTellable(cooldown.key())) {
            CooldownHint hint = CooldownHint.of(cooldown, atMillis);
            hashes.put(self.keys().cooldowns(), Map.of(Names.of(hint.id()), hint.value()));
        }
    }

    private void cleared(Set<LimitKey> keys, long atMillis) {
        Map<String, String> values = new HashMap<>();
        keys.stream()
                .filter(Words::isTellable)
                .forEach(key -> values.put(Names.of(key), Reconciliation.momentText(atMillis)));
        hashes.put(self.keys().cleared(), values);
    }

    private void used(List<QuotaUse> uses) {
        uses.stream()
                .filter(use -> Words.isTellable(use.key()))
                .map(QuotaUse::id)
                .filter(QuotaId::isLasting)
                .forEach(usedLimits::add);
    }
}
