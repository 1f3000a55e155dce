package dev.sidestep.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidestep.gateway.metrics.Series.Name;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Name name = new Name("of.the.test", "");

    private static Tags tags(int number) {
        return Tags.of("number", Integer.toString(number));
    }

    private double leftOut() {
        return registry.get("sidestep.metrics.left.out").counter().count();
    }

    @Test
    void whatGoesBeyondTheMostIsLeftOutAndCounted() {
        Series<Integer, Counter> counters = Series.counters(registry, name, SeriesTest::tags);
        IntStream.range(0, Series.MOST_SERIES)
                .forEach(i -> assertThat(counters.of(i)).isPresent());

        assertThat(counters.of(-1)).isEmpty();
        assertThat(counters.of(-2)).isEmpty();
        assertThat(counters.of(7)).isPresent();
        assertThat(leftOut()).isEqualTo(2);
    }

    @Test
    void histogramCountsAsAllItsSeries() {
        Series<Integer, Timer> timers = Series.timers(registry, name, Buckets.SPANS, SeriesTest::tags);
        int most = Series.MOST_SERIES / (Buckets.SPANS.length + 4);
        IntStream.range(0, most).forEach(i -> assertThat(timers.of(i)).isPresent());

        assertThat(timers.of(most)).isEmpty();
        assertThat(leftOut()).isOne();
    }

    @Test
    void meterIsMadeOnce() {
        Series<Integer, Counter> counters = Series.counters(registry, name, SeriesTest::tags);

        assertThat(counters.of(1)).isSameAs(counters.of(1));
    }
}
