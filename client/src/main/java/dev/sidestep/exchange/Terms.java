package dev.sidestep.exchange;

import dev.sidestep.call.Origin;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.queue.Priority;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a call brings beside its body. Immutable.
///
/// @param knobs what it changes in the configured policy
/// @param knownPriority its class among calls that wait, or null for the configured one
/// @param client whose call it is, so that clients are treated alike; empty for nobody in particular
/// @param conversation what it belongs to, so that it stays with the target that knows it; empty for nothing
/// @param origin what its client says of it
public record Terms(
        UnaryOperator<FailoverPolicy> knobs,
        @Nullable Priority knownPriority,
        String client,
        String conversation,
        Origin origin) {
    /// The terms of a call that brings nothing.
    public static final Terms USUAL = new Terms(UnaryOperator.identity(), null, "", "", Origin.UNKNOWN);

    /// The terms of a call of whose client nothing else is known.
    public Terms(
            UnaryOperator<FailoverPolicy> knobs, @Nullable Priority knownPriority, String client, String conversation) {
        this(knobs, knownPriority, client, conversation, Origin.UNKNOWN);
    }

    /// These terms with other knobs.
    public Terms with(UnaryOperator<FailoverPolicy> other) {
        return new Terms(other, knownPriority, client, conversation, origin);
    }

    /// Its class among calls that wait, where it brings one.
    public Optional<Priority> priority() {
        return Optional.ofNullable(knownPriority);
    }
}
