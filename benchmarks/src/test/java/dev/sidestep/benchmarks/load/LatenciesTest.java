package dev.sidestep.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long START_NANOS = 5_000_000_000L;

    @Test
    void callsDelayedByAStallCountTheirWait() {
        Pace pace = new Pace(1_000);
        Latencies latencies = new Latencies();
        long stallEndsNanos = START_NANOS + TimeUnit.MILLISECONDS.toNanos(100);

        for (int call = 0; call < 1_000; call++) {
            long intended = pace.intendedNanos(call, START_NANOS);
            latencies.record(intended, Math.max(intended, stallEndsNanos) + TimeUnit.MILLISECONDS.toNanos(1));
        }

        assertThat(latencies.percentileMicros(50)).isCloseTo(1_000, within(2.0));
        assertThat(latencies.percentileMicros(99)).isCloseTo(91_000, within(1_100.0));
    }

    @Test
    void intendedMomentsDoNotDrift() {
        Pace pace = new Pace(3);

        assertThat(pace.intendedNanos(3_000_000, START_NANOS) - START_NANOS)
                .isEqualTo(TimeUnit.SECONDS.toNanos(1_000_000));
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Samples.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3.0);
    }
}
