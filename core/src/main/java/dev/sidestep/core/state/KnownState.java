package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Target;
import dev.sidestep.core.quota.QuotaCount;
import dev.sidestep.core.quota.Turns;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.core.selection.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What is known of targets as records, and records as what is known of targets. Thread-safe, as what it stands on.
///
/// Names are those of the targets that the caller passes in; what concerns none of them is ignored. Those who wait are
/// told where something may have changed for them, but somebody has to wake them.
public final class KnownState {
    private final Knowledge known;

    public KnownState(Knowledge known) {
        this.known = known;
    }

    /// Every cooldown that runs and is no node's own experience.
    public List<CooldownRecord> cooldowns(long nowNanos) {
        return known.cooldowns().states(nowNanos).stream()
                .filter(each -> each.cooldown().isRunning(nowNanos))
                .filter(each -> each.cooldown().kind().isShared())
                .map(each -> CooldownRecord.of(each.cooldown(), each.level(), nowNanos))
                .toList();
    }

    /// Every limit of these targets that somebody told; what is only inferred from refusals is left out.
    public List<QuotaRecord> quotas(Targets targets, long nowNanos) {
        Map<QuotaId, QuotaRecord> found = new HashMap<>();
        for (Target target : targets.all()) {
            for (QuotaCount count : known.quotas().counts(target, nowNanos)) {
                QuotaRecord quota = QuotaRecord.of(count);
                found.putIfAbsent(quota.id(), quota);
            }
        }
        return List.copyOf(found.values());
    }

    /// Takes over a cooldown that was saved or told.
    public void remember(CooldownRecord cooldown, Targets targets, long nowNanos) {
        if (!cooldown.kind().isShared() || cooldown.remainingMillis() == 0) {
            return;
        }
        targets.held(cooldown.key(), cooldown.target()).ifPresent(target -> {
            known.cooldowns().join(cooldown.cooldown(target, nowNanos), cooldown.level(), nowNanos);
            known.waitingRoom().reroute(holding(cooldown.key()));
        });
    }

    /// Takes over what was used of a limit.
    public void remember(QuotaRecord quota, Targets targets, long nowNanos) {
        targets.held(quota.key()).ifPresent(target -> known.quotas().remember(target, quota.count(), nowNanos));
    }

    /// Takes over what another node found out.
    public void hear(StateChange change, Targets targets, long nowNanos) {
        switch (change) {
            case StateChange.Cooled(var cooldown) -> remember(cooldown, targets, nowNanos);
            case StateChange.Probing(var id) ->
                known.cooldowns().triedElsewhere(id.key(), id.window(), id.kind(), nowNanos);
            case StateChange.Recovered(var id) -> recovered(id, nowNanos);
            case StateChange.Unproven(var id) -> {
                known.cooldowns().releasedElsewhere(id.key(), id.window(), id.kind(), nowNanos);
                known.waitingRoom().changed(holding(id.key()));
            }
            case StateChange.Cleared(var keys) -> clear(keys::contains, nowNanos);
            case StateChange.Used(var uses) -> uses.forEach(use -> used(use, targets, nowNanos));
        }
    }

    private void recovered(CooldownId id, long nowNanos) {
        known.cooldowns().succeededElsewhere(id.key(), id.window(), id.kind(), nowNanos);
        known.waitingRoom().changed(_ -> true);
    }

    private void used(QuotaUse use, Targets targets, long nowNanos) {
        targets.held(use.key()).ifPresent(target -> {
            known.quotas().usedElsewhere(target, use.key(), use.unit(), use.window(), use.amount(), nowNanos);
            if (use.amount() < 0) {
                known.waitingRoom().changed(holding(use.key()));
            }
        });
    }

    private static Predicate<Target> holding(LimitKey key) {
        return target -> target.limitKeys().contains(key);
    }

    /// Forgets what holds these keys back, with what was used and learned of their limits.
    ///
    /// @return how many cooldowns were running
    public int clear(Predicate<LimitKey> keys, long nowNanos) {
        int cleared = known.cooldowns()
                .removeIf(cooldown -> keys.test(cooldown.key()), nowNanos)
                .size();
        known.quotas().clear(keys);
        known.waitingRoom().reroute(_ -> true);
        return cleared;
    }

    /// What this node has used of its limits since this was last asked.
    public List<QuotaUse> takeUses(long nowNanos) {
        List<QuotaUse> uses = new ArrayList<>();
        known.quotas()
                .takeUses((key, unit, window, amount) -> uses.add(new QuotaUse(key, unit, window, amount)), nowNanos);
        return uses;
    }

    /// Divides limits and tries with these partners from now on.
    public void share(Partners partners, long nowNanos) {
        if (partners.isConnected()) {
            known.cooldowns().share(partners.nodes(), partners.place());
        } else {
            known.cooldowns().share(1, 0);
        }
        known.quotas()
                .share(
                        new Turns(
                                partners.nodes(), partners.place(), partners.isConnected(), partners.turnOffsetNanos()),
                        nowNanos);
    }
}
