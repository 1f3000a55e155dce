package dev.sidestep.core.quota;

import dev.sidestep.core.Window;
import java.time.Duration;

/// How long windows are that do not follow a calendar.
final class Spans {
    private Spans() {}

    /// The window's length. A month has 31 days, the side on which no limit is met.
    static long nanos(Window window) {
        return switch (window) {
            case SECOND -> Duration.ofSeconds(1).toNanos();
            case MINUTE -> Duration.ofMinutes(1).toNanos();
            case HOUR -> Duration.ofHours(1).toNanos();
            case DAY -> Duration.ofDays(1).toNanos();
            case MONTH -> Duration.ofDays(31).toNanos();
            case UNSPECIFIED -> throw new IllegalArgumentException("a window that nobody named has no length");
        };
    }
}
