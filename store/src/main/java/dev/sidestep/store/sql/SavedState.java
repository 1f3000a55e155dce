package dev.sidestep.store.sql;

import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.QuotaId;
import java.util.LinkedHashMap;
import java.util.Map;

/// The cooldowns and quotas that were written last, to be written again where a file is begun
/// anew. Bounded; for the writer's thread.
final class SavedState {
    private static final int MOST = 10_000;

    private final Map<CooldownId, SavedCooldown> cooldowns = new Recent<>();
    private final Map<QuotaId, SavedQuota> quotas = new Recent<>();

    /// Forgets what was there first where it becomes too much.
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }

    /// Takes over what a batch wrote.
    void learn(Batch written) {
        cooldowns.keySet().removeIf(id -> written.forgotten().contains(id.key()));
        quotas.keySet().removeIf(id -> written.forgotten().contains(id.key()));
        written.cooldowns().forEach(cooldown -> cooldowns.put(cooldown.id(), cooldown));
        written.quotas().forEach(quota -> quotas.put(quota.id(), quota));
    }

    /// Everything, to be written before what waits.
    Batch asBatch() {
        Batch batch = new Batch();
        cooldowns.values().forEach(batch::remember);
        quotas.values().forEach(batch::remember);
        return batch;
    }
}
