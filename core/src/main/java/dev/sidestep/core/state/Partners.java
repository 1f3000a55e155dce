package dev.sidestep.core.state;

/// With whom this process shares its limits. Immutable.
///
/// @param nodes how many nodes there are, this one among them; at least 1
/// @param place this one's place among them, from 0
/// @param isConnected whether they hear of each other; where they do not, each takes its part of every limit
/// @param turnOffsetNanos what is to be added to the ticker's nanoseconds for a moment that all nodes call the same
public record Partners(int nodes, int place, boolean isConnected, long turnOffsetNanos) {
    /// A process that shares nothing.
    public static final Partners NONE = new Partners(1, 0, true, 0);

    public Partners {
        if (nodes < 1 || place < 0 || place >= nodes) {
            throw new IllegalArgumentException("place " + place + " of " + nodes + " nodes");
        }
    }
}
