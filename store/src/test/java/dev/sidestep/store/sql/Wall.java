package dev.sidestep.store.sql;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock on the wall that tests set.
final class Wall implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T09:30:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void move(Duration by) {
        now = now.plus(by);
    }
}
