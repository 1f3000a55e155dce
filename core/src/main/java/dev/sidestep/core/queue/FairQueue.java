package dev.sidestep.core.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The places of one priority class in one line: fair between clients by the tokens that they were
/// given, first come first served within a client. Guarded by the room's lock.
final class FairQueue {
    /*
     * Start-time fair queueing (Goyal, Vin, Cheng 1996) with the clock of WF2Q+ (Bennett, Zhang 1997).
     * Each client has a start tag: the tokens it was given, on a virtual clock that all clients
     * share. The client with the smallest tag comes first; being served moves its tag on by the
     * tokens of the call. A client that comes back starts at the clock, so that nobody saves up turns,
     * and not before its old tag, so that nobody gains by leaving.
     *
     * The clock moves on by the tokens served, divided by the clients that wait, and never stays
     * behind all of them. So it passes every tag in the end, whoever else comes: nobody starves.
     *
     * A call is charged when it is served, not when it comes: what timed out in the line cost nobody
     * anything. Everything is logarithmic in the number of clients.
     */

    /// Clients remembered though they do not wait; what the least of them owe is forgiven.
    private static final int MOST_IDLE = 1_000;

    private static final Comparator<Flow> WAITING =
            Comparator.comparingDouble(Flow::start).thenComparingLong(Flow::headNumber);
    private static final Comparator<Flow> IDLE =
            Comparator.comparingDouble(Flow::start).thenComparing(Flow::client);

    private final Map<String, Flow> flows = new HashMap<>();
    private final TreeSet<Flow> waiting = new TreeSet<>(WAITING);
    private final TreeSet<Flow> idle = new TreeSet<>(IDLE);
    private double clock;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// How many clients are known here.
    int clients() {
        return flows.size();
    }

    /// Who is next; null when nobody waits.
    @Nullable
    Place first() {
        return waiting.isEmpty() ? null : waiting.first().places.first();
    }

    void add(Place place) {
        Flow flow = flows.computeIfAbsent(place.standing().client(), Flow::new);
        if (flow.places.isEmpty()) {
            idle.remove(flow);
            flow.start = Math.max(flow.start, clock);
        } else {
            waiting.remove(flow);
        }
        flow.places.add(place);
        waiting.add(flow);
    }

    /// @param isServed whether its client is charged
    void remove(Place place, boolean isServed) {
        Flow flow = flows.get(place.standing().client());
        if (flow == null || !flow.places.contains(place)) {
            throw new IllegalStateException("does not stand here: " + place.waiter());
        }
        int clients = waiting.size();
        waiting.remove(flow);
        flow.places.remove(place);
        if (isServed) {
            double tokens = place.standing().tokens();
            flow.start += tokens;
            clock += tokens / clients;
        }
        (flow.places.isEmpty() ? idle : waiting).add(flow);
        if (!waiting.isEmpty()) {
            clock = Math.max(clock, waiting.first().start);
        }
        forgetIdle();
    }

    /// Every place, in the order in which they would be served if nobody else came.
    List<Place> inOrder() {
        record Tagged(Place place, double start) {}
        List<Tagged> tagged = new ArrayList<>();
        for (Flow flow : waiting) {
            double start = flow.start;
            for (Place place : flow.places) {
                tagged.add(new Tagged(place, start));
                start += place.standing().tokens();
            }
        }
        tagged.sort(Comparator.comparingDouble(Tagged::start)
                .thenComparingLong(each -> each.place().number()));
        return tagged.stream().map(Tagged::place).toList();
    }

    /// A tag that the clock has passed tells nothing any more.
    private void forgetIdle() {
        while (!idle.isEmpty() && (idle.first().start <= clock || idle.size() > MOST_IDLE)) {
            flows.remove(idle.removeFirst().client());
        }
    }

    private static final class Flow {
        private final String client;
        private final TreeSet<Place> places = new TreeSet<>(Place.BY_ARRIVAL);
        private double start;

        Flow(String client) {
            this.client = client;
        }

        String client() {
            return client;
        }

        double start() {
            return start;
        }

        long headNumber() {
            return places.first().number();
        }
    }
}
