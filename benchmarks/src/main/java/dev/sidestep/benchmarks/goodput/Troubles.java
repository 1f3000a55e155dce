package dev.sidestep.benchmarks.goodput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Everything that goes wrong in a scenario. Immutable.
final class Troubles {
    private static final int STRIKES = 1; // what the chance is for: see Chance
    /// Whoever tries again after so long has another chance.
    private static final long CHANCE_NANOS = Duration.ofMillis(250).toNanos();

    private final long seed;
    private final List<Trouble> all;
    private final Map<Family, List<Trouble>> byFamily = new HashMap<>();

    Troubles(long seed, List<Trouble> all) {
        this.seed = seed;
        this.all = all.stream()
                .sorted(Comparator.comparing(Trouble::kind).thenComparing(Trouble::fromNanos))
                .toList();
        this.all.forEach(trouble -> byFamily.computeIfAbsent(trouble.family(), _ -> new ArrayList<>())
                .add(trouble));
    }

    /// How often something happens, and how long it takes.
    private record Habit(Trouble.Kind kind, double perHour, Duration shortest, Duration longest, double share) {}

    private static final List<Habit> HABITS = List.of(
            new Habit(Trouble.Kind.UNREACHABLE, 0.08, Duration.ofMinutes(2), Duration.ofMinutes(6), 1),
            new Habit(Trouble.Kind.OVERLOADED, 0.08, Duration.ofMinutes(2), Duration.ofMinutes(8), 1),
            new Habit(Trouble.Kind.FAULTY, 0.5, Duration.ofSeconds(30), Duration.ofMinutes(3), 0.5),
            new Habit(Trouble.Kind.SLOW, 0.25, Duration.ofMinutes(2), Duration.ofMinutes(6), 0.7));

    /// A usual day's troubles in a span: each habit at least once, at providers and moments of chance.
    static Troubles usual(List<Family> families, Span span, long seed, RandomGenerator random) {
        var all = new ArrayList<Trouble>();
        for (var habit : HABITS) {
            long times = Math.max(1, Math.round(habit.perHour() * span.hours()));
            for (int i = 0; i < times; i++) {
                var family = families.get(random.nextInt(families.size()));
                long from = random.nextLong(span.fromNanos(), span.toNanos());
                long lasts = random.nextLong(
                        habit.shortest().toNanos(), habit.longest().toNanos());
                all.add(new Trouble(family, habit.kind(), from, from + lasts, habit.share()));
            }
        }
        return new Troubles(seed, all);
    }

    /// Every provider down at the same time: half of them unreachable, half without capacity.
    static Troubles blackout(List<Family> families, Span span, long seed) {
        var all = new ArrayList<Trouble>();
        for (var family : families) {
            var kind = all.size() % 2 == 0 ? Trouble.Kind.UNREACHABLE : Trouble.Kind.OVERLOADED;
            all.add(new Trouble(family, kind, span.fromNanos(), span.toNanos(), 1));
        }
        return new Troubles(seed, all);
    }

    List<Trouble> all() {
        return all;
    }

    /// What strikes a request of a call to a target at this moment: the worst where there are two.
    Optional<Trouble> striking(Spot spot, Call call, long nowNanos) {
        for (var trouble : byFamily.getOrDefault(spot.family(), List.of())) {
            if (trouble.covers(nowNanos) && isStruck(trouble, spot, call, nowNanos)) {
                return Optional.of(trouble);
            }
        }
        return Optional.empty();
    }

    private boolean isStruck(Trouble trouble, Spot spot, Call call, long nowNanos) {
        long subject = spot.index() + nowNanos / CHANCE_NANOS * 1_000_003L;
        return trouble.share() >= 1 || Chance.of(seed, STRIKES, call.id(), subject) < trouble.share();
    }
}
