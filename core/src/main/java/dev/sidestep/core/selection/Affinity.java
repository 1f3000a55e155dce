package dev.sidestep.core.selection;

import dev.sidestep.core.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which target knows which conversation, so that what the provider cached of its prompt is used
/// again. It is a preference and never a filter: a target that is not open is left at once, and the
/// conversation stays with the next one. After a while, when caches have lapsed anyway, a
/// conversation begins at its first choice again.
///
/// Thread-safe: the object itself guards what it remembers, and a call that belongs to no
/// conversation takes no lock. Bounded: the conversations that were
/// not heard of for the longest are forgotten.
public final class Affinity {
    private static final int MOST_CONVERSATIONS = 20_000;

    private final Map<String, Seat> seats = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seat> eldest) {
            return size() > MOST_CONVERSATIONS;
        }
    };

    /// By name, so that it outlives a reload of the configuration.
    private record Seat(String target, long untilNanos) {}

    /// The target that knows the conversation, if there is one.
    ///
    /// @param conversation empty for a call that belongs to none
    public Optional<Target> of(String conversation, Targets targets, long nowNanos) {
        return conversation.isEmpty()
                ? Optional.empty()
                : seat(conversation, nowNanos)
                        .flatMap(seat -> targets.named(seat.target()).stream().findFirst());
    }

    private synchronized Optional<Seat> seat(String conversation, long nowNanos) {
        return Optional.ofNullable(seats.get(conversation)).filter(seat -> seat.untilNanos() - nowNanos > 0);
    }

    /// The target answered a call of the conversation.
    ///
    /// @param spanNanos how long it is preferred, unless another one answers meanwhile
    public void answered(String conversation, Target target, long spanNanos, long nowNanos) {
        if (!conversation.isEmpty() && spanNanos > 0) {
            sit(conversation, target.name(), spanNanos, nowNanos);
        }
    }

    private synchronized void sit(String conversation, String target, long spanNanos, long nowNanos) {
        if (seat(conversation, nowNanos)
                .filter(seat -> seat.target().equals(target))
                .isEmpty()) {
            seats.put(conversation, new Seat(target, nowNanos + spanNanos));
        }
    }
}
