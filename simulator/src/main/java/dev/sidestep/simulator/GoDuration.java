package dev.sidestep.simulator;

import java.math.BigDecimal;

/// Durations as Go prints them, which is how Groq and OpenAI write waits: `12ms`, `7.66s`, `6m0s`, `1h2m3.5s`.
final class GoDuration {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private GoDuration() {}

    /// Rounded up to the millisecond, so that whoever waits as long as told has waited long enough.
    static String format(long nanos) {
        long millis = ceilDiv(nanos, NANOS_PER_MILLI);
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        var seconds =
                BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros().toPlainString() + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    static long ceilMillis(long nanos) {
        return ceilDiv(nanos, NANOS_PER_MILLI);
    }

    static long ceilSeconds(long nanos) {
        return ceilDiv(nanos, 1_000 * NANOS_PER_MILLI);
    }

    private static long ceilDiv(long nanos, long unit) {
        return Math.ceilDiv(Math.max(0, nanos), unit);
    }
}
