package dev.sidestep.benchmarks.goodput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/// The scenarios of a run.
final class Scenarios {
    private static final List<Double> LOADS = List.of(0.5, 0.8, 1.0, 1.2, 2.0);
    /// Within capacity callers wait as long as Sidestep's default, in overload for half a minute.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration IMPATIENCE = Duration.ofSeconds(30);

    private static final Span DAY = Span.of(Duration.ZERO, Duration.ofHours(24));
    /// Midnight in California is in it. Its calls come at the peak's rate throughout.
    private static final Span QUICK = Span.of(Duration.ofHours(6), Duration.ofHours(3));

    private static final double BLACKOUT_LOAD = 0.8;
    private static final Span BLACKOUT_HOUR = Span.of(Duration.ofHours(12), Duration.ofMinutes(20));
    private static final Span BLACKOUT = Span.of(Duration.ofHours(12).plusMinutes(10), Duration.ofMinutes(3));

    private final long seed;
    private final World world;
    private final List<Family> families;
    private final double capacity;
    private final Span span;

    Scenarios(Options options) {
        this.seed = options.seed();
        this.world = World.of(options.targets(), new SplittableRandom(seed));
        this.families = world.spots().stream().map(Spot::family).distinct().toList();
        this.capacity = Capacity.callsPerSecond(world);
        this.span = options.quick() ? QUICK : DAY;
    }

    /// What the world sustains, in calls per second.
    double capacity() {
        return capacity;
    }

    List<Scenario> all() {
        var all = new ArrayList<Scenario>();
        for (boolean isTold : List.of(true, false)) {
            LOADS.forEach(load -> all.add(day(load, isTold)));
            all.add(blackout(isTold));
        }
        return all;
    }

    private Scenario day(double load, boolean isTold) {
        var patience = load > 1 ? IMPATIENCE : PATIENCE;
        return new Scenario(
                String.format(Locale.ROOT, "%.0f %%", load * 100),
                load,
                world,
                new Traffic.Demand(span, load * capacity, span.equals(DAY), patience),
                Troubles.usual(families, span, seed, new SplittableRandom(seed)),
                isTold,
                Optional.empty(),
                seed);
    }

    private Scenario blackout(boolean isTold) {
        return new Scenario(
                "all down",
                BLACKOUT_LOAD,
                world,
                new Traffic.Demand(BLACKOUT_HOUR, BLACKOUT_LOAD * capacity, false, IMPATIENCE),
                Troubles.blackout(families, BLACKOUT, seed),
                isTold,
                Optional.of(BLACKOUT),
                seed);
    }
}
