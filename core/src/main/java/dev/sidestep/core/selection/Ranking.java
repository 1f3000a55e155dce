package dev.sidestep.core.selection;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.Price;
import dev.sidestep.core.Target;
import dev.sidestep.core.health.Health;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Puts targets into the order that the operator wants: as listed, the cheapest first, or the fastest
/// first. Targets that are alike in it stay as listed.
///
/// Thread-safe. How fast targets are is looked at once a second, since it changes slowly and a
/// thousand targets take a while to sort.
public final class Ranking {
    /// Most calls read far more than they write.
    private static final int INPUT_PER_OUTPUT = 3;
    /// What is not known to be cheap counts as dear: unknown is never taken for free.
    private static final double UNKNOWN_PRICE = Double.MAX_VALUE;

    private static final long FRESH_NANOS = Nanos.of(Duration.ofSeconds(1));

    private final Order order;
    private final List<Target> all;
    private final Health health;
    private volatile @Nullable Ranked known;

    private record Ranked(List<Target> targets, long atNanos) {}

    /// @param all every configured target, as listed
    /// @param health how fast targets are
    public Ranking(Order order, List<Target> all, Health health) {
        this.order = order;
        this.all = all;
        this.health = health;
    }

    /// True where it knows these targets and no others.
    public boolean isOf(List<Target> targets) {
        return all == targets;
    }

    /// True where nothing is to be done.
    boolean isAsListed() {
        return order == Order.LISTED;
    }

    /// Every configured target in order.
    List<Target> all(long nowNanos) {
        Ranked last = known;
        if (last == null || nowNanos - last.atNanos() > FRESH_NANOS) {
            last = new Ranked(of(all, nowNanos), nowNanos);
            known = last;
        }
        return last.targets();
    }

    /// These targets in order.
    List<Target> of(List<Target> targets, long nowNanos) {
        return switch (order) {
            case LISTED -> targets;
            case CHEAPEST -> sorted(targets, Ranking::price);
            // What was never measured comes first: somebody has to measure it, and any call does.
            case FASTEST ->
                sorted(
                        targets,
                        target -> health.firstContentNanos(target, nowNanos).orElse(0));
        };
    }

    private static List<Target> sorted(List<Target> targets, ToDoubleFunction<Target> by) {
        return targets.stream().sorted(Comparator.comparingDouble(by)).toList();
    }

    private static double price(Target target) {
        return target.model().price().map(Ranking::blended).orElse(UNKNOWN_PRICE);
    }

    private static double blended(Price price) {
        return INPUT_PER_OUTPUT * price.inputUsdPerMillion().doubleValue()
                + price.outputUsdPerMillion().doubleValue();
    }
}
