package dev.sidestep.core.quota;

import java.time.Duration;

/// Whether the other nodes know that this one wants the last of a limit, and so take none of it out of turn.
///
/// Not thread-safe: its [Sharing] guards it.
final class Announcement {
    /// After so long what was told is known everywhere, and what the others did before they knew is known here.
    static final long KNOWN_AFTER_NANOS = Duration.ofMillis(50).toNanos();
    /// For so long nobody who heard of a want takes anything out of turn.
    static final long HEEDED_NANOS = Duration.ofSeconds(1).toNanos();
    /// A want counts for less time here than where it is heard: some hear it sooner.
    private static final long FRESH_NANOS =
            HEEDED_NANOS - Duration.ofMillis(100).toNanos();

    private static final long REPEATED_AFTER_NANOS = HEEDED_NANOS / 4;

    private boolean isTold;
    private long sinceNanos;
    private long lastNanos;

    /// The want was told.
    void told(long nowNanos) {
        sinceNanos = isFresh(nowNanos) ? sinceNanos : nowNanos;
        lastNanos = nowNanos;
        isTold = true;
    }

    private boolean isFresh(long nowNanos) {
        return isTold && nowNanos - lastNanos <= FRESH_NANOS;
    }

    /// True where it has to be told (again) for as long as it lasts.
    boolean isDue(long nowNanos) {
        return !isFresh(nowNanos) || nowNanos - lastNanos > REPEATED_AFTER_NANOS;
    }

    /// Until all nodes know of it and heed it; where it has yet to be told, if it is told now.
    long waitNanos(long nowNanos) {
        return isFresh(nowNanos) ? Math.max(0, sinceNanos + KNOWN_AFTER_NANOS - nowNanos) : KNOWN_AFTER_NANOS;
    }
}
