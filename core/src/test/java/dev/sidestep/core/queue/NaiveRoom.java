package dev.sidestep.core.queue;

import dev.sidestep.core.Target;
import dev.sidestep.core.queue.Waiter.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The waiting room told plainly: one list of everybody, gone through for each question. Keeps the
/// rules and no time.
final class NaiveRoom {
    private static final long MILLI = 1_000_000L;

    private final int capacity;
    private final long ageingNanos;
    private final List<Stand> stands = new ArrayList<>();
    private final Map<Target, NaiveLine> lines = new HashMap<>();
    private final List<Stand> rerouted = new ArrayList<>();
    private int arrivals;
    private int lineNumbers;

    NaiveRoom(int capacity, long ageingNanos) {
        this.capacity = capacity;
        this.ageingNanos = ageingNanos;
    }

    private static final class Stand {
        private final Waiter waiter;
        private final int number;
        private final long joinedNanos;
        private Target target;
        private long untilNanos;
        private Priority priority;
        private boolean wasAsked;
        private boolean isRerouted;

        Stand(Waiter waiter, int number, long joinedNanos) {
            this.waiter = waiter;
            this.number = number;
            this.joinedNanos = joinedNanos;
            this.target = waiter.target();
            this.untilNanos = waiter.untilNanos();
            this.priority = waiter.standing().priority();
        }

        String client() {
            return waiter.standing().client();
        }

        String flow() {
            return priority + client();
        }
    }

    /// What clients were given at a target, by class.
    private static final class NaiveLine {
        private final int number;
        private final Map<String, Double> starts = new HashMap<>();
        private final Map<Priority, Double> clocks = new HashMap<>();
        private boolean isDue;

        NaiveLine(int number) {
            this.number = number;
        }

        double start(Stand stand) {
            return starts.getOrDefault(stand.flow(), 0.0);
        }
    }

    boolean join(Waiter waiter, long nowNanos) {
        String client = waiter.standing().client();
        long own = stands.stream().filter(each -> each.client().equals(client)).count();
        long clients = stands.stream().map(Stand::client).distinct().count() + (own == 0 ? 1 : 0);
        boolean hasShare = own < capacity / Math.max(1, clients) && stands.size() < 2 * capacity;
        if (stands.size() >= capacity && !hasShare) {
            return false;
        }
        Stand stand = new Stand(waiter, arrivals++, nowNanos);
        stands.add(stand);
        enter(stand);
        return true;
    }

    boolean leave(Waiter waiter) {
        Optional<Stand> found =
                stands.stream().filter(each -> each.waiter == waiter).findFirst();
        found.ifPresent(stand -> {
            stands.remove(stand);
            rerouted.remove(stand);
            exit(stand, false);
        });
        return found.isPresent();
    }

    /// Only before the stand is in the list, or after its target or class has changed.
    private void enter(Stand stand) {
        NaiveLine line = line(stand.target);
        boolean isOnlyOne =
                in(stand.target).noneMatch(each -> each != stand && each.flow().equals(stand.flow()));
        if (isOnlyOne) {
            line.starts.merge(stand.flow(), line.clocks.getOrDefault(stand.priority, 0.0), Math::max);
        }
    }

    private NaiveLine line(Target target) {
        return lines.computeIfAbsent(target, _ -> new NaiveLine(lineNumbers++));
    }

    private static boolean isSameClient(Stand one, Stand other) {
        return one.client().equals(other.client());
    }

    /// After the stand was taken out of the list, or stands elsewhere by now.
    private void exit(Stand gone, Target from, Priority priority, boolean isServed) {
        NaiveLine line = line(from);
        List<Stand> rest = in(from).filter(each -> each != gone && each.priority == priority)
                .toList();
        if (isServed) {
            boolean isLast = rest.stream().noneMatch(each -> isSameClient(each, gone));
            long clients = rest.stream().map(Stand::client).distinct().count() + (isLast ? 1 : 0);
            double tokens = gone.waiter.standing().tokens();
            line.starts.merge(priority + gone.client(), tokens, Double::sum);
            line.clocks.merge(priority, tokens / clients, Double::sum);
        }
        rest.stream().mapToDouble(line::start).min().ifPresent(least -> line.clocks.merge(priority, least, Math::max));
    }

    private void exit(Stand gone, boolean isServed) {
        exit(gone, gone.target, gone.priority, isServed);
        forgetEmptyLines();
    }

    private void forgetEmptyLines() {
        lines.keySet().removeIf(target -> in(target).findAny().isEmpty());
    }

    private Stream<Stand> in(Target target) {
        return stands.stream().filter(each -> each.target.equals(target));
    }

    private Optional<Stand> first(Target target) {
        NaiveLine line = line(target);
        return in(target)
                .min(Comparator.comparing((Stand each) -> each.priority)
                        .thenComparingDouble(line::start)
                        .thenComparingInt(each -> each.number));
    }

    void changed(Predicate<Target> condition) {
        lines.forEach((target, line) -> line.isDue |= condition.test(target));
    }

    void reroute(Predicate<Target> condition) {
        Map<Integer, Target> byNumber = new TreeMap<>();
        lines.forEach((target, line) -> byNumber.put(line.number, target));
        byNumber.values().stream()
                .filter(condition)
                .forEach(target -> order(target)
                        .filter(stand -> !stand.isRerouted)
                        .forEach(stand -> {
                            stand.isRerouted = true;
                            rerouted.add(stand);
                        }));
    }

    private Stream<Stand> order(Target target) {
        NaiveLine line = line(target);
        Map<Stand, Double> tags = new HashMap<>();
        Map<String, Double> ends = new HashMap<>();
        in(target).sorted(Comparator.comparingInt(each -> each.number)).forEach(each -> {
            double tag = ends.getOrDefault(each.flow(), line.start(each));
            tags.put(each, tag);
            ends.put(each.flow(), tag + each.waiter.standing().tokens());
        });
        return tags.keySet().stream()
                .sorted(Comparator.comparing((Stand each) -> each.priority)
                        .thenComparingDouble(each -> tags.getOrDefault(each, 0.0))
                        .thenComparingInt(each -> each.number));
    }

    void wake(long nowNanos) {
        List<Waiter> left = new ArrayList<>();
        stands.forEach(each -> each.wasAsked = false);
        stands.stream()
                .filter(each -> each.waiter.deadlineNanos() <= nowNanos)
                .sorted(Comparator.comparingLong((Stand each) -> each.waiter.deadlineNanos())
                        .thenComparingInt(each -> each.number))
                .forEachOrdered(each -> ask(each, nowNanos, left));
        List<Stand> queue = List.copyOf(rerouted);
        rerouted.clear();
        queue.stream().filter(stands::contains).forEach(each -> {
            each.isRerouted = false;
            ask(each, nowNanos, left);
        });
        Optional<Target> due = due(nowNanos);
        while (due.isPresent()) {
            turn(due.get(), nowNanos, left);
            due = due(nowNanos);
        }
        left.forEach(Waiter::called);
    }

    private Optional<Target> due(long nowNanos) {
        Comparator<Target> byNumber = Comparator.comparingInt(target -> line(target).number);
        Optional<Target> marked =
                lines.keySet().stream().filter(target -> line(target).isDue).min(byNumber);
        return marked.or(() -> lines.keySet().stream()
                .filter(target -> momentOf(target) <= nowNanos)
                .min(Comparator.comparingLong(this::momentOf).thenComparing(byNumber)));
    }

    private long momentOf(Target target) {
        return first(target).orElseThrow().untilNanos;
    }

    private void turn(Target target, long nowNanos, List<Waiter> left) {
        line(target).isDue = false;
        in(target)
                .filter(each -> each.priority == Priority.BATCH && nowNanos - each.joinedNanos >= ageingNanos)
                .sorted(Comparator.comparingInt(each -> each.number))
                .toList()
                .forEach(each -> {
                    each.priority = Priority.INTERACTIVE;
                    exit(each, target, Priority.BATCH, false);
                    enter(each);
                });
        Optional<Stand> first = first(target);
        while (first.isPresent() && !first.get().wasAsked) {
            ask(first.get(), nowNanos, left);
            first = lines.containsKey(target) ? first(target) : Optional.empty();
        }
    }

    private void ask(Stand stand, long nowNanos, List<Waiter> left) {
        stand.wasAsked = true;
        Answer answer = stand.waiter.ask(nowNanos);
        if (answer != Answer.WAITS || stand.waiter.deadlineNanos() <= nowNanos) {
            stands.remove(stand);
            rerouted.remove(stand);
            exit(stand, answer == Answer.GOES);
            left.add(stand.waiter);
            return;
        }
        stand.untilNanos = Math.max(stand.waiter.untilNanos(), nowNanos + MILLI);
        Target before = stand.target;
        if (!stand.waiter.target().equals(before)) {
            stand.target = stand.waiter.target();
            exit(stand, before, stand.priority, false);
            enter(stand);
            forgetEmptyLines();
        }
    }

    /// When somebody has to be asked next.
    Optional<Long> nextNanos(long nowNanos) {
        if (stands.isEmpty()) {
            return Optional.empty();
        }
        if (!rerouted.isEmpty() || lines.values().stream().anyMatch(line -> line.isDue)) {
            return Optional.of(nowNanos);
        }
        long turn = lines.keySet().stream().mapToLong(this::momentOf).min().orElseThrow();
        long deadline = stands.stream()
                .mapToLong(each -> each.waiter.deadlineNanos())
                .min()
                .orElseThrow();
        return Optional.of(Math.max(nowNanos, Math.min(turn, deadline)));
    }

    boolean isTaken(Target target, Priority priority, long nowNanos) {
        return in(target)
                .anyMatch(each -> priority == Priority.BATCH
                        || each.priority == Priority.INTERACTIVE
                        || nowNanos - each.joinedNanos >= ageingNanos);
    }

    int size() {
        return stands.size();
    }
}
