package dev.sidestep.core.testing;

import dev.sidestep.core.Ticker;
import java.time.Duration;

/// A clock that moves only when it is told to.
public final class ManualTicker implements Ticker {
    private long nowNanos;

    /// A clock that begins here. A negative beginning is as good as any: only differences count.
    public ManualTicker(long startNanos) {
        nowNanos = startNanos;
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    /// Lets a span pass.
    public void advance(Duration span) {
        nowNanos += span.toNanos();
    }

    /// Lets time pass until this moment.
    public void advanceTo(long atNanos) {
        if (atNanos - nowNanos < 0) {
            throw new IllegalArgumentException("time does not go back: " + nowNanos + " to " + atNanos);
        }
        nowNanos = atNanos;
    }
}
