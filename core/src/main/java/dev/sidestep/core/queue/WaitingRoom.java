package dev.sidestep.core.queue;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Waiter.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where every call waits that waits for a reset: one line per target, asked in order of
/// precedence.
///
/// Interactive calls come before batch calls; a batch call that has waited for long counts as
/// interactive. Within a class, clients are treated alike by tokens; a client's own calls come in
/// the order of their arrival. Only the first of a line is asked: whoever stands behind it waits
/// for the same, so a thousand waiters cost one look at the world while nothing is free, and a
/// large call does not starve behind small ones.
///
/// Thread-safe: one lock guards everything, but [#isTaken] and [#size] take none. The room has no
/// clock and no timer: whoever drives it asks [#nextNanos] after each change, and calls [#wake]
/// then. Moments are the ticker's nanoseconds; they must lie within 292 years of each other.
public final class WaitingRoom {
    /// How many are asked before others get the lock; the rest is due at once.
    private static final int MOST_ASKS = 256;
    /// One that waits on for a moment that has come is not asked again before this.
    private static final long LEAST_PAUSE_NANOS = Nanos.of(Duration.ofMillis(1));

    private final ReentrantLock lock = new ReentrantLock();
    private final Lines lines;
    private final Admission admission;
    private final Map<Waiter, Place> places = new IdentityHashMap<>();
    private final TreeSet<Place> byDeadline = new TreeSet<>(Place.BY_DEADLINE);
    /// Those who are asked though they may not be first, in order of precedence.
    private final Set<Place> rerouted = new LinkedHashSet<>();

    private long arrivals;
    private long rounds;
    private @Nullable Place asked;
    private volatile int size;

    /// An empty room.
    ///
    /// @param capacity most calls that wait; a room that one client has filled still takes others,
    ///     up to their even share and up to twice as many in all
    /// @param ageing a batch call that has waited for this counts as interactive
    public WaitingRoom(int capacity, Duration ageing) {
        if (ageing.isNegative()) {
            throw new IllegalArgumentException("ageing must not be negative: " + ageing);
        }
        lines = new Lines(Nanos.of(ageing));
        admission = new Admission(capacity);
    }

    /// Takes a waiter in, unless the room is full.
    ///
    /// @throws IllegalStateException when it waits here already
    public boolean join(Waiter waiter, long nowNanos) {
        enter();
        try {
            if (places.containsKey(waiter)) {
                throw new IllegalStateException("waits already: " + waiter);
            }
            Place place = new Place(waiter, arrivals, nowNanos);
            if (!admission.admits(place.standing().client())) {
                return false;
            }
            arrivals++;
            admission.enter(place.standing().client());
            places.put(waiter, place);
            byDeadline.add(place);
            lines.add(place);
            size = places.size();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Lets a waiter go that does not want to wait any more.
    ///
    /// @return false when it does not wait here: it was called already, or never joined
    public boolean leave(Waiter waiter) {
        enter();
        try {
            Place place = places.get(waiter);
            if (place == null) {
                return false;
            }
            remove(place, false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Asks those whose moment or deadline has come: the first of each line that is due, and while
    /// each leaves, the next. Then calls those who left. What is left over for another time, so
    /// that the lock is not held for long, is due at once.
    ///
    /// @throws RuntimeException what a waiter threw, after all the others were called
    public void wake(long nowNanos) {
        if (size == 0) {
            return;
        }
        Round round = askDue(nowNanos);
        round.left.forEach(round::call);
        if (round.failure != null) {
            throw round.failure;
        }
    }

    private Round askDue(long nowNanos) {
        enter();
        try {
            Round round = new Round(++rounds, nowNanos);
            askExpired(round);
            askRerouted(round);
            Line line = lines.takeDue(nowNanos);
            while (line != null) {
                turn(line, round);
                line = round.isOver() ? null : lines.takeDue(nowNanos);
            }
            return round;
        } finally {
            lock.unlock();
        }
    }

    private void askExpired(Round round) {
        while (!round.isOver() && !byDeadline.isEmpty() && round.isPast(byDeadline.first())) {
            ask(byDeadline.first(), round);
        }
    }

    private void askRerouted(Round round) {
        while (!round.isOver() && !rerouted.isEmpty()) {
            Place place = rerouted.iterator().next();
            rerouted.remove(place);
            ask(place, round);
        }
    }

    private void turn(Line line, Round round) {
        line.age(round.nowNanos);
        Place first = line.first();
        while (first != null && !first.wasAskedIn(round.number)) {
            if (round.isOver()) {
                lines.markDue(line);
                return;
            }
            ask(first, round);
            first = line.first();
        }
        lines.reschedule(line);
    }

    private void ask(Place place, Round round) {
        place.askedIn(round.number);
        asked = place;
        Answer answer = round.ask(place.waiter());
        asked = null;
        if (answer != Answer.WAITS || round.isPast(place)) {
            remove(place, answer == Answer.GOES);
            round.left.add(place.waiter());
            return;
        }
        place.read(round.nowNanos + LEAST_PAUSE_NANOS);
        lines.settle(place);
    }

    private void remove(Place place, boolean isServed) {
        lines.remove(place, isServed);
        places.remove(place.waiter());
        byDeadline.remove(place);
        rerouted.remove(place);
        admission.leave(place.standing().client());
        size = places.size();
    }

    /// When [#wake] is next worth calling: at this moment or later; empty when nobody waits.
    /// Joining, leaving, waking and every change may move it.
    public OptionalLong nextNanos(long nowNanos) {
        if (size == 0) {
            return OptionalLong.empty();
        }
        enter();
        try {
            if (byDeadline.isEmpty()) {
                return OptionalLong.empty();
            }
            long deadlineNanos = byDeadline.first().deadlineNanos();
            long turnNanos = rerouted.isEmpty() ? lines.nextNanos(nowNanos) : nowNanos;
            long nextNanos = turnNanos - deadlineNanos < 0 ? turnNanos : deadlineNanos;
            return OptionalLong.of(nextNanos - nowNanos > 0 ? nextNanos : nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /// Room may have come back at these targets: their lines are due now, each from its first on.
    /// The first of another line may have a use for that room, too: `_ -> true` has every line
    /// asked. Nearly free while nobody waits.
    public void changed(Predicate<Target> condition) {
        forLines(condition, lines::markDue);
    }

    /// These targets are gone for long: everybody who waits for them is due now, in order of
    /// precedence, and not only the first, since each may have another way. Those who stay keep
    /// their places. Costs a look at the world for each, so a limit that is over soon is no reason.
    public void reroute(Predicate<Target> condition) {
        forLines(condition, line -> rerouted.addAll(line.inOrder()));
    }

    private void forLines(Predicate<Target> condition, Consumer<Line> action) {
        if (size == 0) {
            return;
        }
        enter();
        try {
            lines.forEach(condition, action);
        } finally {
            lock.unlock();
        }
    }

    /// True where somebody of at least the newcomer's precedence waits for the target, so that the
    /// newcomer must not take the room that comes back there.
    ///
    /// A waiter that is being asked gets its own answer: false at its own target when it is the
    /// first there, although others wait behind it. One volatile read while nobody waits.
    public boolean isTaken(Target target, Standing newcomer, long nowNanos) {
        if (size == 0) {
            return false;
        }
        Line line = lines.at(target);
        if (line == null) {
            return false;
        }
        Place waiter = lock.isHeldByCurrentThread() ? asked : null;
        if (waiter == null) {
            return line.isTaken(newcomer.priority(), nowNanos);
        }
        return waiter.line() == line ? line.first() != waiter : line.isTaken(waiter.priority(), nowNanos);
    }

    /// Who would be asked before a newcomer at the target. A waiter that is being asked gets its own
    /// answer: nobody at its own target when it is the first there. One volatile read while nobody
    /// waits.
    public Ahead ahead(Target target, Standing newcomer) {
        Line line = size == 0 ? null : lines.at(target);
        if (line == null) {
            return Ahead.NOBODY;
        }
        Place waiter = lock.isHeldByCurrentThread() ? asked : null;
        if (waiter == null) {
            return line.ahead(newcomer.priority());
        }
        return waiter.line() == line && line.first() == waiter ? Ahead.NOBODY : line.ahead(waiter.priority());
    }

    /// How many wait.
    public int size() {
        return size;
    }

    /// Sets how many may wait. Nobody who waits already is sent away.
    public void setCapacity(int capacity) {
        enter();
        try {
            admission.setCapacity(capacity);
        } finally {
            lock.unlock();
        }
    }

    /// Who waits at this moment.
    public Occupancy occupancy(long nowNanos) {
        enter();
        try {
            int interactive = 0;
            long longestWaitNanos = 0;
            for (Place place : places.values()) {
                interactive += place.standing().priority() == Priority.INTERACTIVE ? 1 : 0;
                longestWaitNanos = Math.max(longestWaitNanos, nowNanos - place.joinedNanos());
            }
            return new Occupancy(interactive, places.size() - interactive, longestWaitNanos);
        } finally {
            lock.unlock();
        }
    }

    private void enter() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a waiter that is asked may not change the room");
        }
        lock.lock();
    }

    /// One wake: whom it asked, and who left. A waiter that throws leaves, and strands nobody else.
    private static final class Round {
        private final long number;
        private final long nowNanos;
        private final List<Waiter> left = new ArrayList<>();
        private int asks;
        private @Nullable RuntimeException failure;

        Round(long number, long nowNanos) {
            this.number = number;
            this.nowNanos = nowNanos;
        }

        boolean isOver() {
            return asks >= MOST_ASKS;
        }

        boolean isPast(Place place) {
            return place.deadlineNanos() - nowNanos <= 0;
        }

        Answer ask(Waiter waiter) {
            asks++;
            try {
                return waiter.ask(nowNanos);
            } catch (RuntimeException thrown) {
                record(thrown);
                return Answer.GIVES_UP;
            }
        }

        void call(Waiter waiter) {
            try {
                waiter.called();
            } catch (RuntimeException thrown) {
                record(thrown);
            }
        }

        private void record(RuntimeException thrown) {
            if (failure == null) {
                failure = thrown;
            } else {
                failure.addSuppressed(thrown);
            }
        }
    }
}
