package dev.sidestep.benchmarks.goodput;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// Scenarios of every kind, made of a seed.
final class RandomScenario {
    private RandomScenario() {}

    /// About so many calls, to a world of any size and at any load, at any time of a day, half of them around a
    /// midnight.
    static Scenario of(long seed, int calls) {
        var random = new SplittableRandom(seed);
        var world = World.of(random.nextInt(10, 61), random);
        double load = random.nextDouble(0.4, 2.2);
        double perSecond = load * Capacity.callsPerSecond(world);
        var length = Duration.ofMillis((long) (calls / perSecond * 1_000));
        var from = random.nextBoolean()
                ? Duration.ofHours(8).minus(length.dividedBy(2))
                : Duration.ofMinutes(random.nextInt(22 * 60));
        var span = Span.of(from.isNegative() ? Duration.ZERO : from, length);
        var families = world.spots().stream().map(Spot::family).distinct().toList();
        var patience = Duration.ofSeconds(random.nextBoolean() ? 30 : 300);
        return new Scenario(
                "seed " + seed,
                load,
                world,
                new Traffic.Demand(span, perSecond, false, patience),
                Troubles.usual(families, span, seed, random),
                random.nextBoolean(),
                Optional.empty(),
                seed);
    }
}
