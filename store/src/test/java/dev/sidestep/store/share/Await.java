package dev.sidestep.store.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what real servers and threads bring about.
final class Await {
    private static final long PAUSE_NANOS = 500_000;

    private Await() {}

    /// Waits until something is so, and fails where it is not within the limit.
    ///
    /// @return how long that took
    static Duration within(Duration limit, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - begin < limit.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(condition.getAsBoolean()).as("so within %s", limit).isTrue();
        return took;
    }
}
