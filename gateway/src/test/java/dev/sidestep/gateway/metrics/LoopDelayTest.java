package dev.sidestep.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopDelayTest {
    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void timerThatRunsLateTellsByHowMuch() {
        LoopDelay delay = new LoopDelay(now::get, registry);
        vertx.runOnContext(_ -> {
            delay.watch(vertx);
            now.set(TimeUnit.MILLISECONDS.toNanos(350));
        });

        Timer delays = registry.get("sidestep.event.loop.delay").timer();
        long endNanos = System.nanoTime() + SOON_NANOS;
        while (delays.count() < 2 && System.nanoTime() - endNanos < 0) {
            Thread.onSpinWait();
        }
        assertThat(delays.count()).isGreaterThanOrEqualTo(2);
        assertThat(delays.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(250);
    }
}
