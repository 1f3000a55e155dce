package dev.sidestep.gateway.metrics;

import java.time.Duration;
import java.util.Arrays;

/// The bounds of histograms. Those of the OpenTelemetry conventions for generative AI are as these advise.
final class Buckets {
    /// What a histogram has beside its buckets: the one without a bound, the sum, the count and the longest of late.
    static final int OTHER_SERIES = 4;

    /// Spans between a tenth of a millisecond, which the gateway itself takes, and a minute.
    static final Duration[] SPANS =
            seconds(0.000_1, 0.000_25, 0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// Waits for a reset: most windows are a minute long, a deadline seldom more than some.
    static final Duration[] WAITS = seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3_600);

    /// Delays of timers, whose clocks tick in milliseconds.
    static final Duration[] DELAYS = seconds(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    /// `gen_ai.client.operation.duration`.
    static final Duration[] OPERATIONS =
            seconds(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

    /// `gen_ai.server.time_to_first_token`.
    static final Duration[] FIRST_TOKENS =
            seconds(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);

    /// `gen_ai.server.time_per_output_token`.
    static final Duration[] PER_TOKEN = seconds(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);

    /// `gen_ai.client.token.usage`: powers of four.
    static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };

    private static final double NANOS_PER_SECOND = 1e9;

    private Buckets() {}

    private static Duration[] seconds(double... bounds) {
        return Arrays.stream(bounds)
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND)))
                .toArray(Duration[]::new);
    }
}
