package dev.sidestep.wire.limits;

import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.wire.limits.times.Moments;
import dev.sidestep.wire.limits.times.Spans;
import dev.sidestep.wire.limits.times.Waits;
import java.time.Instant;
import java.util.Locale;

/// When a limit is full again.
///
/// @param millis from the answer on, rounded up, or [QuotaReport#UNTOLD]
/// @param grainMillis what the provider rounds to: the truth lies within it, to either side
/// @param moment the moment, where the provider named one, or [Instant#MIN]
record Reset(long millis, double grainMillis, Instant moment) {
    static final Reset UNTOLD = new Reset(QuotaReport.UNTOLD, 0, Instant.MIN);
    /// A longer value is none.
    private static final int MAX_CHARS = 64;

    /// Reads every form: seconds, durations, instants, HTTP dates, seconds and milliseconds since
    /// 1970. A moment that has passed is now: the limit is full already.
    static Reset of(String value, Headers headers, Instant now) {
        if (value.length() > MAX_CHARS) {
            return UNTOLD;
        }
        String text = value.strip();
        Spans.Span span = Spans.at(text.toLowerCase(Locale.ROOT), 0, Waits.SECOND_NANOS);
        if (!span.isSaid()) {
            return Moments.httpDate(text)
                    .map(moment -> until(moment, Waits.SECOND_NANOS, headers, now))
                    .orElse(UNTOLD);
        }
        if (span.end() != text.length()) {
            return UNTOLD;
        }
        return span.isMoment()
                ? until(span.moment(), span.grainNanos(), headers, now)
                : new Reset(Math.ceilDiv(span.nanos(), Waits.MILLI_NANOS), millis(span.grainNanos()), Instant.MIN);
    }

    boolean isTold() {
        return millis != QuotaReport.UNTOLD;
    }

    boolean isMoment() {
        return !moment.equals(Instant.MIN);
    }

    private static Reset until(Instant moment, double grainNanos, Headers headers, Instant now) {
        Instant from = headers.first("date").flatMap(Moments::httpDate).orElse(now);
        long seconds = moment.getEpochSecond() - from.getEpochSecond();
        if (seconds > Waits.LONGEST_NANOS / Waits.SECOND_NANOS) {
            return UNTOLD;
        }
        long nanos = Math.max(0, seconds) * Waits.SECOND_NANOS + moment.getNano() - from.getNano();
        long left = seconds < 0 ? 0 : Math.max(0, nanos);
        return new Reset(Math.ceilDiv(left, Waits.MILLI_NANOS), millis(grainNanos), moment);
    }

    private static double millis(double nanos) {
        return nanos / Waits.MILLI_NANOS;
    }
}
