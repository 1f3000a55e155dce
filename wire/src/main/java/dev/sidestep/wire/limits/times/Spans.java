package dev.sidestep.wire.limits.times;

import java.time.Instant;

/// The scanner of spans and moments: `22m46.848s`, `6ms`, `1h2m3s`, `2d`, `5 minutes`, `pt34s`,
/// `120`, `1795392000`, `1795392000000`, `2026-09-01t00:00:00z`. Reads lower case.
public final class Spans {
    /// Digits of a whole number that can still be a wait or a moment; more are absurd.
    private static final int MAX_DIGITS = 15;
    /// Digits of a fraction that count; the rest rounds up.
    private static final int FRACTION_DIGITS = 9;
    /// From here on a bare number is a moment in seconds since 1970, not a span (provider-limits:
    /// value forms).
    private static final long EPOCH_SECONDS = 1_000_000_000L;
    /// From here on it counts milliseconds.
    private static final long EPOCH_MILLIS = 1_000_000_000_000L;

    private Spans() {}

    /// What stands at a place in a text.
    ///
    /// @param nanos the span; rounded up
    /// @param moment the moment it names instead of a span, or [Instant#MIN]
    /// @param end the place behind it
    /// @param isBare true for a number with no unit
    /// @param grainNanos what its last digit counts
    public record Span(long nanos, Instant moment, int end, boolean isBare, double grainNanos) {
        static final Span NONE = new Span(0, Instant.MIN, -1, false, 0);

        static Span moment(Instant moment, int end, boolean isBare, double grainNanos) {
            return new Span(0, moment, end, isBare, grainNanos);
        }

        public boolean isSaid() {
            return end >= 0;
        }

        public boolean isMoment() {
            return !moment.equals(Instant.MIN);
        }
    }

    /// A number: its whole part, its fraction in billionths rounded up, the place behind it; -1 as
    /// `end` where there is none or it is absurd.
    private record Number(long whole, long billionths, int decimals, int end) {
        static final Number NONE = new Number(0, 0, 0, -1);

        double grain(long unitNanos) {
            return unitNanos / Math.pow(10, decimals);
        }
    }

    /// Reads the span or moment that begins at `from`; a number with no unit counts `unitNanos`.
    public static Span at(String text, int from, long unitNanos) {
        if (from >= text.length()) {
            return Span.NONE;
        }
        var instant = Moments.isoAt(text, from);
        if (instant.isPresent()) {
            return Span.moment(instant.get().instant(), instant.get().end(), false, Waits.SECOND_NANOS);
        }
        Span units = withUnits(text, from);
        return units.isSaid() ? units : bare(text, from, unitNanos);
    }

    private static Span withUnits(String text, int from) {
        long total = 0;
        long lastUnit = Long.MAX_VALUE;
        double grain = 0;
        int end = -1;
        int at = afterIsoMark(text, from);
        while (true) {
            Number number = number(text, at);
            if (number.end() < 0) {
                break;
            }
            int unitStart = afterSpaces(text, number.end());
            int unitEnd = letters(text, unitStart);
            long unit = unitNanos(text.substring(unitStart, Math.min(unitEnd, unitStart + 16)));
            long part = product(number, unit);
            // Units must shrink ("1h2m3s"): "20s, 30 minutes" is a span and then something else.
            if (unit == 0 || unit >= lastUnit || part < 0) {
                break;
            }
            total += part;
            lastUnit = unit;
            grain = number.grain(unit);
            end = unitEnd;
            at = afterJoint(text, unitEnd);
        }
        return end < 0 || total > Waits.LONGEST_NANOS ? Span.NONE : new Span(total, Instant.MIN, end, false, grain);
    }

    private static Span bare(String text, int from, long unitNanos) {
        Number number = number(text, from);
        if (number.end() < 0 || !endsNumber(text, number.end())) {
            return Span.NONE;
        }
        if (number.whole() >= EPOCH_MILLIS) {
            return Span.moment(Instant.ofEpochMilli(number.whole()), number.end(), true, Waits.MILLI_NANOS);
        }
        if (number.whole() >= EPOCH_SECONDS) {
            Instant moment = Instant.ofEpochSecond(number.whole(), number.billionths());
            return Span.moment(moment, number.end(), true, number.grain(Waits.SECOND_NANOS));
        }
        long nanos = product(number, unitNanos);
        return nanos < 0 ? Span.NONE : new Span(nanos, Instant.MIN, number.end(), true, number.grain(unitNanos));
    }

    /// True where nothing follows that would make another thing of the number: "3 pm", "14:30",
    /// "1e300", "5%".
    private static boolean endsNumber(String text, int at) {
        int next = afterSpaces(text, at);
        return next >= text.length() || ".,;)}]'\"\\\n!".indexOf(text.charAt(next)) >= 0;
    }

    private static Number number(String text, int from) {
        long whole = 0;
        int digits = 0;
        int at = from;
        while (at < text.length() && (isDigit(text, at) || isGrouping(text, at, from))) {
            if (isDigit(text, at)) {
                if (++digits > MAX_DIGITS) {
                    return Number.NONE;
                }
                whole = whole * 10 + (text.charAt(at) - '0');
            }
            at++;
        }
        if (digits == 0) {
            return Number.NONE;
        }
        return at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text, at + 1)
                ? withFraction(text, whole, at + 1)
                : new Number(whole, 0, 0, at);
    }

    private static Number withFraction(String text, long whole, int from) {
        long billionths = 0;
        boolean more = false;
        int at = from;
        for (; at < text.length() && isDigit(text, at); at++) {
            int digit = text.charAt(at) - '0';
            if (at - from < FRACTION_DIGITS) {
                billionths = billionths * 10 + digit;
            } else {
                more |= digit > 0;
            }
        }
        for (int digits = at - from; digits < FRACTION_DIGITS; digits++) {
            billionths *= 10;
        }
        return new Number(whole, billionths + (more ? 1 : 0), Math.min(at - from, FRACTION_DIGITS), at);
    }

    /// Nanoseconds, rounded up, or -1 where they would be more than a wait can be.
    private static long product(Number number, long unitNanos) {
        if (unitNanos == 0 || number.whole() > Waits.LONGEST_NANOS / unitNanos) {
            return -1;
        }
        long fraction = unitNanos >= Waits.SECOND_NANOS
                ? number.billionths() * (unitNanos / Waits.SECOND_NANOS)
                : Math.ceilDiv(number.billionths() * unitNanos, Waits.SECOND_NANOS);
        return number.whole() * unitNanos + fraction;
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "ns", "nanos", "nanosecond", "nanoseconds" -> 1;
            case "us", "µs", "μs", "microsecond", "microseconds" -> 1000;
            case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds" -> Waits.MILLI_NANOS;
            case "s", "sec", "secs", "second", "seconds" -> Waits.SECOND_NANOS;
            case "m", "min", "mins", "minute", "minutes" -> 60 * Waits.SECOND_NANOS;
            case "h", "hr", "hrs", "hour", "hours" -> 3600 * Waits.SECOND_NANOS;
            // "dt" stands in ISO durations: p1dt2h.
            case "d", "dt", "day", "days" -> 86_400 * Waits.SECOND_NANOS;
            case "w", "week", "weeks" -> 7 * 86_400 * Waits.SECOND_NANOS;
            default -> 0;
        };
    }

    /// Behind the `p` and `t` of an ISO duration.
    private static int afterIsoMark(String text, int from) {
        int at = from;
        if (at < text.length() && text.charAt(at) == 'p') {
            at++;
            at += at < text.length() && text.charAt(at) == 't' ? 1 : 0;
        }
        return at > from && (at >= text.length() || !isDigit(text, at)) ? from : at;
    }

    /// Behind what may stand between two parts: "1 hour, 5 minutes", "1 hour and 5 minutes".
    private static int afterJoint(String text, int from) {
        int at = afterSpaces(text, from);
        if (text.startsWith(",", at)) {
            at = afterSpaces(text, at + 1);
        }
        return text.startsWith("and ", at) ? afterSpaces(text, at + 4) : at;
    }

    private static int afterSpaces(String text, int from) {
        int at = from;
        // A few are enough for any sentence, and keep a text of spaces linear.
        while (at < text.length() && at < from + 4 && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int letters(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 16 && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isGrouping(String text, int at, int from) {
        return at > from
                && text.charAt(at) == ','
                && isDigit(text, at + 1)
                && isDigit(text, at + 2)
                && isDigit(text, at + 3)
                && !isDigit(text, at + 4);
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
