package dev.sidestep.core.queue;

import dev.sidestep.core.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The lines, one per target that is waited for, and when each is due. Guarded by the room's lock,
/// but for [#at].
final class Lines {
    private final long ageingNanos;
    private final ConcurrentMap<Target, Line> byTarget = new ConcurrentHashMap<>();
    private final TreeSet<Line> schedule = new TreeSet<>(Line.BY_MOMENT);
    /// Due whatever their moment.
    private final TreeSet<Line> due = new TreeSet<>(Line.BY_AGE);

    private long numbers;

    Lines(long ageingNanos) {
        this.ageingNanos = ageingNanos;
    }

    /// The line for a target, or null where nobody waits for it. Takes no lock.
    @Nullable
    Line at(Target target) {
        return byTarget.get(target);
    }

    /// Puts a place into the line of what it waits for.
    void add(Place place) {
        Line line = byTarget.get(place.target());
        if (line == null) {
            line = new Line(place.target(), numbers++, ageingNanos);
            line.add(place);
            byTarget.put(place.target(), line);
        } else {
            line.add(place);
        }
        reschedule(line);
    }

    /// Takes a place out of its line.
    ///
    /// @param isServed whether its client is charged
    void remove(Place place, boolean isServed) {
        Line line = place.line();
        line.remove(place, isServed);
        reschedule(line);
    }

    /// Lets a place whose waiter was asked stay, or go over to another line.
    void settle(Place place) {
        if (place.target().equals(place.line().target())) {
            reschedule(place.line());
        } else {
            remove(place, false);
            add(place);
        }
    }

    /// Notes when the line's first is worth asking; an empty line is forgotten.
    void reschedule(Line line) {
        schedule.remove(line);
        Place first = line.first();
        if (first == null) {
            due.remove(line);
            byTarget.remove(line.target(), line);
            return;
        }
        line.nextAt(first.untilNanos());
        schedule.add(line);
    }

    /// Makes a line due at once.
    void markDue(Line line) {
        due.add(line);
    }

    /// Does this for every line of such a target, the oldest line first: what the room does must
    /// not depend on how a map is laid out.
    void forEach(Predicate<Target> condition, Consumer<Line> action) {
        List<Line> found = new ArrayList<>();
        for (Line line : byTarget.values()) {
            if (condition.test(line.target())) {
                found.add(line);
            }
        }
        found.sort(Line.BY_AGE);
        found.forEach(action);
    }

    /// A line that is due, and is not marked any more; null when none is.
    @Nullable
    Line takeDue(long nowNanos) {
        if (!due.isEmpty()) {
            return due.removeFirst();
        }
        boolean isAnyDue = !schedule.isEmpty() && schedule.first().nextNanos() - nowNanos <= 0;
        return isAnyDue ? schedule.first() : null;
    }

    /// When the next line is due. There is one: somebody waits.
    long nextNanos(long nowNanos) {
        return due.isEmpty() ? schedule.first().nextNanos() : nowNanos;
    }
}
