package dev.sidestep.gateway.metrics;

import dev.sidestep.core.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/// How late event loops are: each sets itself a timer again and again, which runs late where something else keeps the
/// loop busy. Thread-safe.
final class LoopDelay {
    /// Often enough to meet what blocks a loop for a tenth of a second; ten wake-ups a second cost nothing.
    private static final long EVERY_MILLIS = 100;

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);

    private final Ticker ticker;
    private final Timer delays;

    LoopDelay(Ticker ticker, MeterRegistry registry) {
        this.ticker = ticker;
        this.delays = Timer.builder("sidestep.event.loop.delay")
                .description("How much later than due timers of the event loops ran")
                .serviceLevelObjectives(Buckets.DELAYS)
                .register(registry);
    }

    /// Measures the current event loop until it ends. Call it on that loop.
    void watch(Vertx vertx) {
        long dueNanos = ticker.nanos() + EVERY_NANOS;
        vertx.setTimer(EVERY_MILLIS, _ -> {
            delays.record(Math.max(0, ticker.nanos() - dueNanos), TimeUnit.NANOSECONDS);
            watch(vertx);
        });
    }
}
