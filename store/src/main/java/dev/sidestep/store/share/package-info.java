/// What nodes tell each other of limits, through Valkey or Redis: hints only, which every node can do without.
/// A [Share] drives a [dev.sidestep.core.state.NodeState], whose own memory answers every question.
@NullMarked
package dev.sidestep.store.share;

import org.jspecify.annotations.NullMarked;
