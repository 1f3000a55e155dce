package dev.sidestep.store.share;

import dev.sidestep.core.state.NodeState;
import dev.sidestep.core.state.Partners;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// With whom this node stands, as the state is told: only where something about it has changed. For one thread; what is
/// asked of it is thread-safe.
final class Standing {
    /// For so long after everybody lost everybody, those who are not back yet count as being there: the first one back
    /// must not take the whole of a limit.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long EXACT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final NodeState state;
    private final CommonClock clock;
    private volatile Partners partners;
    private boolean hasTold;
    private boolean hasMet;
    private long connectedNanos;

    /// @param nodes how many there are while nobody has been heard of
    Standing(NodeState state, CommonClock clock, int nodes) {
        this.state = state;
        this.clock = clock;
        this.partners = new Partners(nodes, 0, false, 0);
    }

    /// Who is there, this node among them.
    void connect(String self, Collection<String> others) {
        TreeSet<String> ids = new TreeSet<>(others);
        ids.add(self);
        if (!partners.isConnected()) {
            connectedNanos = clock.nanos();
        }
        boolean isPatient = ids.size() < partners.nodes() && clock.nanos() - connectedNanos < PATIENCE_NANOS;
        int nodes = isPatient ? partners.nodes() : ids.size();
        int place = isPatient && hasMet ? partners.place() : ids.headSet(self).size();
        hasMet = true;
        tell(new Partners(nodes, place, true, clock.offsetNanos()));
    }

    /// Nobody can be heard: the last that is known of them counts.
    void apart() {
        tell(new Partners(partners.nodes(), partners.place(), false, clock.offsetNanos()));
    }

    boolean isConnected() {
        return partners.isConnected();
    }

    int nodes() {
        return partners.nodes();
    }

    private void tell(Partners now) {
        Partners before = partners;
        if (hasTold
                && before.nodes() == now.nodes()
                && before.place() == now.place()
                && before.isConnected() == now.isConnected()
                && Math.abs(before.turnOffsetNanos() - now.turnOffsetNanos()) < EXACT_NANOS) {
            return;
        }
        hasTold = true;
        partners = now;
        state.partners(now);
    }
}
