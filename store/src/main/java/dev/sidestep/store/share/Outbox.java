package dev.sidestep.store.share;

import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// What event loops want to be told, until the share's own thread comes for it. Bounded: what does not fit is dropped,
/// and told by the next [Reconciliation] as far as it lasts. Handing over never waits. Thread-safe.
final class Outbox {
    private static final int MOST = 4_096;

    private final CommonClock clock;
    private final Endings endings;
    private final Tally tally;
    private final Bell bell;
    private final BlockingQueue<Told> changes = new ArrayBlockingQueue<>(MOST);
    private final AtomicBoolean hasOverflown = new AtomicBoolean();
    private final AtomicBoolean hasUses = new AtomicBoolean();

    Outbox(CommonClock clock, Endings endings, Tally tally, Bell bell) {
        this.clock = clock;
        this.endings = endings;
        this.tally = tally;
        this.bell = bell;
    }

    void add(StateChange change) {
        long nowMillis = clock.millis();
        noteEnding(change, nowMillis);
        if (!changes.offer(new Told(change, nowMillis))) {
            tally.dropped.increment();
            hasOverflown.set(true);
        }
        bell.ring();
    }

    /// Notes that there is something in [dev.sidestep.core.state.NodeState#takeUses].
    void addUses() {
        if (hasUses.compareAndSet(false, true)) {
            bell.ring();
        }
    }

    List<Told> take() {
        List<Told> taken = new ArrayList<>();
        changes.drainTo(taken);
        return taken;
    }

    /// Lets go of the changes that nobody can be told now.
    void drop() {
        tally.dropped.add(take().size());
    }

    boolean takeOverflow() {
        return hasOverflown.getAndSet(false);
    }

    boolean hasUses() {
        return hasUses.get();
    }

    /// What was used since this was last asked. What comes meanwhile is noted anew.
    List<QuotaUse> takeUses(NodeState state) {
        hasUses.set(false);
        return state.takeUses();
    }

    /// Ends are noted here, not when they are told: they must hold even where they cannot be told yet.
    private void noteEnding(StateChange change, long nowMillis) {
        switch (change) {
            case StateChange.Cleared(var keys) -> {
                if (clock.isKnown()) {
                    endings.clear(keys, nowMillis);
                }
            }
            case StateChange.Recovered(var id) -> endings.recover(id);
            case StateChange.Cooled(var cooldown) -> endings.cool(cooldown.id());
            case StateChange.Probing _, StateChange.Unproven _, StateChange.Used _ -> {}
        }
    }
}
