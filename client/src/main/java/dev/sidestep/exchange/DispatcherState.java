package dev.sidestep.exchange;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.core.state.CooldownRecord;
import dev.sidestep.core.state.KnownState;
import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.Partners;
import dev.sidestep.core.state.QuotaRecord;
import dev.sidestep.core.state.QuotaUse;
import dev.sidestep.core.state.StateChange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a dispatcher knows, by its clock and in the names of the setup in force. Thread-safe.
final class DispatcherState implements NodeState {
    private static final Logger log = LoggerFactory.getLogger(DispatcherState.class);

    private final Dispatcher dispatcher;
    private final KnownState state;
    private final List<Consumer<StateChange>> listeners = new CopyOnWriteArrayList<>();

    DispatcherState(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.state = new KnownState(dispatcher.known());
        dispatcher.known().cooldowns().listen(change -> tell(StateChange.of(change)));
    }

    /// What one listener throws is logged and changes nothing.
    private void tell(StateChange change) {
        for (Consumer<StateChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException thrown) {
                log.warn("listener failed on {}", change.getClass().getSimpleName(), thrown);
            }
        }
    }

    /// Forgets what holds these keys back, here and at the other nodes.
    ///
    /// @return how many cooldowns were running here
    int clear(Predicate<LimitKey> keys) {
        Set<LimitKey> cleared = new HashSet<>();
        targets().all().forEach(target -> cleared.addAll(target.limitKeys()));
        dispatcher.cooldowns().running(dispatcher.nowNanos()).forEach(each -> cleared.add(each.key()));
        cleared.removeIf(keys.negate());
        int running = state.clear(keys, dispatcher.nowNanos());
        tell(new StateChange.Cleared(cleared));
        dispatcher.wake();
        return running;
    }

    private Targets targets() {
        return dispatcher.setup().targets();
    }

    @Override
    public void listen(Consumer<StateChange> listener) {
        listeners.add(listener);
    }

    @Override
    public void hear(StateChange change) {
        state.hear(change, targets(), dispatcher.nowNanos());
        dispatcher.wake();
    }

    @Override
    public void remember(CooldownRecord cooldown) {
        state.remember(cooldown, targets(), dispatcher.nowNanos());
        dispatcher.wake();
    }

    @Override
    public void remember(QuotaRecord quota) {
        state.remember(quota, targets(), dispatcher.nowNanos());
    }

    @Override
    public List<CooldownRecord> cooldowns() {
        return state.cooldowns(dispatcher.nowNanos());
    }

    @Override
    public List<QuotaRecord> quotas() {
        return state.quotas(targets(), dispatcher.nowNanos());
    }

    @Override
    public List<QuotaUse> takeUses() {
        return state.takeUses(dispatcher.nowNanos());
    }

    @Override
    public void onUse(Runnable wake) {
        dispatcher.known().quotas().onUse(wake);
    }

    @Override
    public void partners(Partners partners) {
        state.share(partners, dispatcher.nowNanos());
        dispatcher.wake();
    }
}
