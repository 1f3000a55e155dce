package dev.sidestep.store.share;

import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.Partners;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/// With whom this node stands, as the state is told: only where something about it has changed. For one thread; what is
/// asked of it is thread-safe.
final class Standing {
    /// For so long a node that is back waits for the others before it counts as connected: what each of them used
    /// meanwhile is told once, and everybody should hear it.
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(1_300);

    /// For so long after everybody lost everybody, those who are not back yet count as being there: the first ones back
    /// must not take the whole of a limit.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// Clocks that differ by less are the same one: each correction has the state divide its limits anew.
    private static final long EXACT_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final NodeState state;
    private final CommonClock clock;
    private volatile Partners partners;
    private boolean hasTold;
    private boolean hasMet;
    private long joinedNanos;

    /// @param nodes how many there are while nobody has been heard of
    Standing(NodeState state, CommonClock clock, int nodes) {
        this.state = state;
        this.clock = clock;
        this.partners = new Partners(nodes, 0, false, 0);
    }

    /// This node can hear the others from now on.
    void join() {
        joinedNanos = clock.nanos();
    }

    /// Who is there.
    ///
    /// @param ids of all nodes, this one's among them
    /// @param present how many of them have shown within their last two beats that they hear
    void meet(String self, SortedSet<String> ids, int present) {
        Partners before = partners;
        long sinceNanos = clock.nanos() - joinedNanos;
        if (!before.isConnected() && present < before.nodes() && sinceNanos < GATHER_NANOS) {
            return;
        }
        boolean isPatient = ids.size() < before.nodes() && sinceNanos < PATIENCE_NANOS;
        int nodes = isPatient ? before.nodes() : ids.size();
        int place = isPatient && hasMet ? before.place() : ids.headSet(self).size();
        hasMet = true;
        tell(new Partners(nodes, place, true, clock.offsetNanos()));
    }

    /// Nobody can be heard: the last that is known of them counts.
    void apart() {
        Partners before = partners;
        tell(new Partners(before.nodes(), before.place(), false, clock.offsetNanos()));
    }

    boolean isConnected() {
        return partners.isConnected();
    }

    int nodes() {
        return partners.nodes();
    }

    private void tell(Partners now) {
        if (hasTold && isSame(partners, now)) {
            return;
        }
        hasTold = true;
        partners = now;
        state.partners(now);
    }

    private static boolean isSame(Partners one, Partners other) {
        return one.nodes() == other.nodes()
                && one.place() == other.place()
                && one.isConnected() == other.isConnected()
                && Math.abs(one.turnOffsetNanos() - other.turnOffsetNanos()) < EXACT_NANOS;
    }
}
