package dev.sidestep.core.queue;

import dev.sidestep.core.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everybody who waits for one target, in order of precedence. Guarded by the room's lock, but for
/// [#isTaken].
final class Line {
    /// Oldest first.
    static final Comparator<Line> BY_AGE = Comparator.comparingLong(line -> line.number);
    /// Soonest moment first.
    static final Comparator<Line> BY_MOMENT = (one, other) -> {
        int order = Long.signum(one.nextNanos - other.nextNanos);
        return order != 0 ? order : BY_AGE.compare(one, other);
    };

    private final Target target;
    private final long number;
    private final long ageingNanos;
    private final FairQueue interactive = new FairQueue();
    private final FairQueue batch = new FairQueue();
    private final TreeSet<Place> batchByArrival = new TreeSet<>(Place.BY_ARRIVAL);
    private long nextNanos;
    private volatile boolean hasInteractive;
    private volatile Ahead interactiveAhead = Ahead.NOBODY;
    private volatile Ahead everybodyAhead = Ahead.NOBODY;
    private volatile long oldestBatchNanos;

    Line(Target target, long number, long ageingNanos) {
        this.target = target;
        this.number = number;
        this.ageingNanos = ageingNanos;
    }

    Target target() {
        return target;
    }

    boolean isEmpty() {
        return interactive.isEmpty() && batch.isEmpty();
    }

    /// Who is asked next; null when nobody stands here.
    @Nullable
    Place first() {
        Place first = interactive.first();
        return first != null ? first : batch.first();
    }

    void add(Place place) {
        queueOf(place).add(place);
        if (place.priority() == Priority.BATCH) {
            batchByArrival.add(place);
        }
        place.stand(this);
        count(place, 1);
        publish();
    }

    private void count(Place place, int calls) {
        long tokens = calls * place.standing().tokens();
        everybodyAhead = everybodyAhead.plus(calls, tokens);
        if (place.priority() == Priority.INTERACTIVE) {
            interactiveAhead = interactiveAhead.plus(calls, tokens);
        }
    }

    /// Who would be asked before a newcomer of this precedence, its own client's share aside. Takes no lock.
    Ahead ahead(Priority priority) {
        return switch (priority) {
            case BATCH -> everybodyAhead;
            case INTERACTIVE -> interactiveAhead;
        };
    }

    /// @param isServed whether its client is charged
    void remove(Place place, boolean isServed) {
        queueOf(place).remove(place, isServed);
        batchByArrival.remove(place);
        place.stand(null);
        count(place, -1);
        publish();
    }

    private FairQueue queueOf(Place place) {
        return switch (place.priority()) {
            case INTERACTIVE -> interactive;
            case BATCH -> batch;
        };
    }

    /// Lets those count as interactive who have waited long enough.
    void age(long nowNanos) {
        while (!batchByArrival.isEmpty() && isAged(batchByArrival.first().joinedNanos(), nowNanos)) {
            Place place = batchByArrival.removeFirst();
            batch.remove(place, false);
            count(place, -1);
            place.age();
            interactive.add(place);
            count(place, 1);
        }
        publish();
    }

    private boolean isAged(long joinedNanos, long nowNanos) {
        return nowNanos - joinedNanos >= ageingNanos;
    }

    private void publish() {
        if (!batchByArrival.isEmpty()) {
            oldestBatchNanos = batchByArrival.first().joinedNanos();
        }
        hasInteractive = !interactive.isEmpty();
    }

    /// True where somebody of at least this precedence stands here. Takes no lock.
    boolean isTaken(Priority priority, long nowNanos) {
        return switch (priority) {
            case BATCH -> true;
            case INTERACTIVE -> hasInteractive || isAged(oldestBatchNanos, nowNanos);
        };
    }

    /// Everybody, in order of precedence.
    List<Place> inOrder() {
        List<Place> places = new ArrayList<>(interactive.inOrder());
        places.addAll(batch.inOrder());
        return places;
    }

    /// When its first is worth asking, as of the last time it was put into the schedule.
    long nextNanos() {
        return nextNanos;
    }

    void nextAt(long atNanos) {
        nextNanos = atNanos;
    }
}
