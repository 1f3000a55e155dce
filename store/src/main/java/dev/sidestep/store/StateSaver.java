package dev.sidestep.store;

import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Saves what a process knows of limits, so that the next one begins where it ended: cooldowns as they change, quotas
/// as often as [#saveQuotas] is called.
///
/// Thread-safe: quotas are guarded by the object itself.
public final class StateSaver {
    private final NodeState state;
    private final Store store;
    private final Map<QuotaId, QuotaRecord> saved = new HashMap<>();

    private StateSaver(NodeState state, Store store) {
        this.state = state;
        this.store = store;
    }

    /// Takes over what was saved, and saves what changes from now on.
    ///
    /// @param saved what was saved before
    public static StateSaver begin(NodeState state, Store store, Store.Saved saved) {
        StateSaver saver = new StateSaver(state, store);
        saved.cooldowns().forEach(state::remember);
        saved.quotas().forEach(state::remember);
        state.listen(saver::changed);
        return saver;
    }

    private void changed(StateChange change) {
        switch (change) {
            case StateChange.Cooled(var cooldown) -> store.save(cooldown);
            case StateChange.Cleared(var keys) -> store.forget(keys);
            case StateChange.Recovered(var id) -> store.save(over(id));
            case StateChange.Probing _, StateChange.Unproven _, StateChange.Used _ -> {}
        }
    }

    /// What takes the place of a cooldown that a try found over before its end.
    private static CooldownRecord over(CooldownId id) {
        return new CooldownRecord(id.key(), id.window(), id.kind(), "", 0, 0, 0, "");
    }

    /// Saves the quotas that are not as they were the last time.
    public synchronized void saveQuotas() {
        List<QuotaRecord> changed = new ArrayList<>();
        for (QuotaRecord quota : state.quotas()) {
            QuotaRecord before = saved.put(quota.id(), quota);
            if (before == null ? quota.used() > 0 : isNews(before, quota)) {
                changed.add(quota);
            }
        }
        if (!changed.isEmpty()) {
            store.save(changed);
        }
    }

    /// What comes back by itself comes back in the file as well, so that only more use is news.
    private static boolean isNews(QuotaRecord before, QuotaRecord now) {
        return now.used() > before.used() || now.limit() != before.limit();
    }
}
