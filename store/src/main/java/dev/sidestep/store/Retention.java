package dev.sidestep.store;

import java.time.Duration;

/// How much of the ledger is kept. Usage by the hour is kept for good; it is small. Immutable.
///
/// @param time calls and attempts older than this are deleted
/// @param bytes the oldest are deleted sooner where the file would become larger than this; not for PostgreSQL
public record Retention(Duration time, long bytes) {
    /// Thirty days and 1 GB.
    public static final Retention STANDARD = new Retention(Duration.ofDays(30), 1_000_000_000);
}
