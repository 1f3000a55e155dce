package dev.sidestep.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/// The meters of one metric, each made when its labels are first met. Thread-safe; to find one that is there allocates
/// nothing.
///
/// At most [#MOST_SERIES] time series come of it: what goes beyond is counted as left out, and by nothing else.
///
/// @param <K> the labels' values
/// @param <M> the kind of meter
final class Series<K, M> {
    /// Time series of one metric: more than configured targets have outcomes, unless somebody keeps reloading new
    /// names.
    static final int MOST_SERIES = 20_000;

    private final ConcurrentMap<K, Optional<M>> meters = new ConcurrentHashMap<>();
    private final int most;
    private final Counter leftOut;
    private final Function<K, M> maker;

    /// What a metric is called, before its kind and unit are added, and what it tells.
    record Name(String name, String description) {}

    private Series(int most, Counter leftOut, Function<K, M> maker) {
        this.most = most;
        this.leftOut = leftOut;
        this.maker = maker;
    }

    static <K> Series<K, Counter> counters(MeterRegistry registry, Name name, Function<K, Tags> tags) {
        Function<K, Counter> maker = labels -> Counter.builder(name.name())
                .description(name.description())
                .tags(tags.apply(labels))
                .register(registry);
        return new Series<>(MOST_SERIES, leftOut(registry, name, Type.COUNTER), maker);
    }

    /// Histograms of time, in seconds.
    static <K> Series<K, Timer> timers(MeterRegistry registry, Name name, Duration[] bounds, Function<K, Tags> tags) {
        Function<K, Timer> maker = labels -> Timer.builder(name.name())
                .description(name.description())
                .tags(tags.apply(labels))
                .serviceLevelObjectives(bounds)
                .register(registry);
        return new Series<>(mostOf(bounds.length), leftOut(registry, name, Type.TIMER), maker);
    }

    /// Histograms of anything else.
    static <K> Series<K, DistributionSummary> summaries(
            MeterRegistry registry, Name name, double[] bounds, Function<K, Tags> tags) {
        Function<K, DistributionSummary> maker = labels -> DistributionSummary.builder(name.name())
                .description(name.description())
                .tags(tags.apply(labels))
                .serviceLevelObjectives(bounds)
                .register(registry);
        return new Series<>(mostOf(bounds.length), leftOut(registry, name, Type.DISTRIBUTION_SUMMARY), maker);
    }

    private static int mostOf(int buckets) {
        return MOST_SERIES / (buckets + Buckets.OTHER_SERIES);
    }

    private static Counter leftOut(MeterRegistry registry, Name name, Type type) {
        return Counter.builder("sidestep.metrics.left.out")
                .description("What a metric does not tell, because it had too many series already")
                .tag("metric", registry.config().namingConvention().name(name.name(), type))
                .register(registry);
    }

    /// The meter with these labels; empty where there are too many.
    Optional<M> of(K labels) {
        Optional<M> known = meters.get(labels);
        if (known == null && meters.size() < most) {
            known = meters.computeIfAbsent(labels, each -> Optional.of(maker.apply(each)));
        }
        if (known == null) {
            leftOut.increment();
            return Optional.empty();
        }
        return known;
    }
}
