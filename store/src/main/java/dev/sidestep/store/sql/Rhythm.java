package dev.sidestep.store.sql;

import java.time.Duration;
import java.time.InstantSource;

/// When something that is done again and again is due: at once, and then as often as told. A
/// clock that is set makes it due early at worst. For one thread.
final class Rhythm {
    private final long interval;
    private final InstantSource wall;
    private boolean hasBegun;
    private long last;

    Rhythm(Duration interval, InstantSource wall) {
        this.interval = interval.toMillis();
        this.wall = wall;
    }

    /// True where it is due, which it is then no longer.
    boolean isDue() {
        long now = wall.millis();
        if (hasBegun && Math.abs(now - last) < interval) {
            return false;
        }
        hasBegun = true;
        last = now;
        return true;
    }

    /// Makes it due.
    void restart() {
        hasBegun = false;
    }
}
