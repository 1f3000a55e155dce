package dev.sidestep.core.state;

import java.util.List;
import java.util.function.Consumer;

/// What one process knows of limits, for those who save it and those who share it with other nodes. Thread-safe;
/// nothing of it waits.
///
/// Ill health is one node's own experience: it is neither told nor listed nor taken over.
public interface NodeState {
    /// Adds a listener for what this node finds out by itself, and not for what it was told by [#hear]
    /// or [#remember]. Called on event loops, so it must be quick and must not block. What was used
    /// never comes this way.
    void listen(Consumer<StateChange> listener);

    /// Takes over what another node found out. What concerns nothing that is configured here is ignored.
    void hear(StateChange change);

    /// Takes over a cooldown that was saved or told. It only ever makes one longer.
    void remember(CooldownRecord cooldown);

    /// Takes over what was used of a limit, as it was saved or told. Of two counts the larger one counts.
    void remember(QuotaRecord quota);

    /// Every cooldown that runs.
    List<CooldownRecord> cooldowns();

    /// Every limit that the operator or a provider told, as it stands. Those that are only inferred from refusals are
    /// left out, and so are those that others told and no provider confirmed for long.
    List<QuotaRecord> quotas();

    /// What this node has used of its limits since this was last asked; empty where nothing was. For one asker, who
    /// tells
    /// it at once and asks again only when that has been told: 50 ms later it counts as known to the others.
    List<QuotaUse> takeUses();

    /// Sets what is told, on an event loop and at most once between two [#takeUses], that there is something to take.
    void onUse(Runnable wake);

    /// Sets with whom limits are shared from now on.
    void partners(Partners partners);
}
