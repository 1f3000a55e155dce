package dev.sidestep.exchange;

import java.time.Duration;

/// How long a call has waited. Moments are as the ticker counts.
final class WaitingTime {
    private boolean isWaiting;
    private long sinceNanos;
    private long latestNanos;
    private long allNanos;

    /// The call waits.
    void began(long nowNanos) {
        ended(nowNanos);
        isWaiting = true;
        sinceNanos = nowNanos;
    }

    /// It goes on, if it did wait.
    void ended(long nowNanos) {
        if (isWaiting) {
            isWaiting = false;
            latestNanos += nowNanos - sinceNanos;
            allNanos += nowNanos - sinceNanos;
        }
    }

    /// The time since this was last asked for.
    Duration takeLatest() {
        Duration latest = latestNanos == 0 ? Duration.ZERO : Duration.ofNanos(latestNanos);
        latestNanos = 0;
        return latest;
    }

    /// All of it.
    Duration all() {
        return allNanos == 0 ? Duration.ZERO : Duration.ofNanos(allNanos);
    }
}
