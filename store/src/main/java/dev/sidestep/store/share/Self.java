package dev.sidestep.store.share;

import dev.sidestep.core.state.NodeState;

/// What this node is to the others, whatever becomes of connections.
///
/// @param id random, made anew with each start
record Self(
        String id,
        Keys keys,
        NodeState state,
        CommonClock clock,
        Endings endings,
        Hearing hearing,
        Outbox outbox,
        Standing standing,
        Tally tally,
        Bell bell) {}
