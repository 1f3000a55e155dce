package dev.sidestep.core.queue;

import dev.sidestep.core.Target;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A waiter's place in the room, with what the room has read of it: the order of places must not
/// move while the waiter does. Guarded by the room's lock.
final class Place {
    /// First come, first.
    static final Comparator<Place> BY_ARRIVAL = Comparator.comparingLong(Place::number);
    /// Soonest deadline first.
    static final Comparator<Place> BY_DEADLINE = (one, other) -> {
        int order = Long.signum(one.deadlineNanos - other.deadlineNanos);
        return order != 0 ? order : BY_ARRIVAL.compare(one, other);
    };

    private final Waiter waiter;
    private final Standing standing;
    private final long number;
    private final long joinedNanos;
    private final long deadlineNanos;
    private Target target;
    private long untilNanos;
    private boolean aged;
    private long askedInRound;
    private @Nullable Line line;

    Place(Waiter waiter, long number, long joinedNanos) {
        this.waiter = waiter;
        this.standing = waiter.standing();
        this.number = number;
        this.joinedNanos = joinedNanos;
        this.deadlineNanos = waiter.deadlineNanos();
        this.target = waiter.target();
        this.untilNanos = waiter.untilNanos();
    }

    Waiter waiter() {
        return waiter;
    }

    Standing standing() {
        return standing;
    }

    long number() {
        return number;
    }

    long joinedNanos() {
        return joinedNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    Target target() {
        return target;
    }

    long untilNanos() {
        return untilNanos;
    }

    /// Reads what its waiter waits for now, which is not asked for again before `soonestNanos`.
    void read(long soonestNanos) {
        target = waiter.target();
        long until = waiter.untilNanos();
        untilNanos = until - soonestNanos > 0 ? until : soonestNanos;
    }

    /// The class it counts in.
    Priority priority() {
        return aged ? Priority.INTERACTIVE : standing.priority();
    }

    /// It has waited so long that it counts as interactive.
    void age() {
        aged = true;
    }

    boolean wasAskedIn(long round) {
        return askedInRound == round;
    }

    void askedIn(long round) {
        askedInRound = round;
    }

    /// The line it stands in.
    Line line() {
        if (line == null) {
            throw new IllegalStateException("stands in no line: " + waiter);
        }
        return line;
    }

    void stand(@Nullable Line in) {
        line = in;
    }
}
