package dev.sidestep.store.share;

import dev.sidestep.core.Ticker;
import dev.sidestep.core.state.CooldownId;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.Partners;
import dev.sidestep.core.state.QuotaId;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A node's state of the simplest kind: it takes every record as it is.
final class MemoryState implements NodeState {
    private final Ticker ticker;
    private final Map<CooldownId, Running> cooldowns = new ConcurrentHashMap<>();
    private final Map<QuotaId, QuotaRecord> quotas = new ConcurrentHashMap<>();
    private final List<Consumer<StateChange>> listeners = new CopyOnWriteArrayList<>();
    private final List<QuotaUse> uses = new ArrayList<>();
    private final List<StateChange> heard = new CopyOnWriteArrayList<>();
    private volatile Runnable wake = () -> {};
    private volatile Partners partners = Partners.NONE;

    private record Running(CooldownRecord begun, long endNanos) {}

    MemoryState(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Something that this node finds out by itself.
    void find(StateChange change) {
        apply(change);
        listeners.forEach(listener -> listener.accept(change));
    }

    void use(QuotaUse use) {
        boolean isFirst;
        synchronized (uses) {
            isFirst = uses.isEmpty();
            uses.add(use);
        }
        if (isFirst) {
            wake.run();
        }
    }

    void keep(QuotaRecord quota) {
        quotas.put(quota.id(), quota);
    }

    /// What others found out.
    List<StateChange> heard() {
        return heard;
    }

    /// How much others used.
    long heardUse() {
        return heard.stream()
                .filter(StateChange.Used.class::isInstance)
                .flatMap(used -> ((StateChange.Used) used).uses().stream())
                .mapToLong(QuotaUse::amount)
                .sum();
    }

    Partners partners() {
        return partners;
    }

    @Override
    public void listen(Consumer<StateChange> listener) {
        listeners.add(listener);
    }

    @Override
    public void hear(StateChange change) {
        apply(change);
        heard.add(change);
    }

    @Override
    public void remember(CooldownRecord cooldown) {
        long endNanos = ticker.nanos() + cooldown.remainingMillis() * 1_000_000;
        cooldowns.merge(
                cooldown.id(),
                new Running(cooldown, endNanos),
                (old, now) -> old.endNanos() - now.endNanos() > 0 ? old : now);
    }

    @Override
    public void remember(QuotaRecord quota) {
        quotas.merge(quota.id(), quota, (old, now) -> old.used() > now.used() ? old : now);
    }

    @Override
    public List<CooldownRecord> cooldowns() {
        List<CooldownRecord> running = new ArrayList<>();
        for (Running cooldown : cooldowns.values()) {
            long left = (cooldown.endNanos() - ticker.nanos()) / 1_000_000;
            CooldownRecord begun = cooldown.begun();
            if (left > 0) {
                running.add(new CooldownRecord(
                        begun.key(),
                        begun.window(),
                        begun.kind(),
                        begun.target(),
                        Math.min(left, begun.spanMillis()),
                        begun.spanMillis(),
                        begun.level(),
                        begun.reason()));
            }
        }
        return running;
    }

    @Override
    public List<QuotaRecord> quotas() {
        return List.copyOf(quotas.values());
    }

    @Override
    public List<QuotaUse> takeUses() {
        synchronized (uses) {
            List<QuotaUse> taken = List.copyOf(uses);
            uses.clear();
            return taken;
        }
    }

    @Override
    public void onUse(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void partners(Partners partners) {
        this.partners = partners;
    }

    private void apply(StateChange change) {
        switch (change) {
            case StateChange.Cooled(var cooldown) -> remember(cooldown);
            case StateChange.Recovered(var id) -> cooldowns.remove(id);
            case StateChange.Cleared(var keys) -> {
                cooldowns.keySet().removeIf(id -> keys.contains(id.key()));
                quotas.keySet().removeIf(id -> keys.contains(id.key()));
            }
            case StateChange.Probing _, StateChange.Unproven _, StateChange.Used _ -> {}
        }
    }
}
