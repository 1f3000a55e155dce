package dev.sidestep.wire.limits;

import dev.sidestep.core.Outcome;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// Reads how long to wait, in every form in which providers say it.
///
/// All answers are milliseconds, rounded up: to the whole second from one second on, to the millisecond below, and
/// never under [#FLOOR_MILLIS]. Anything absurd, negative, past or unreadable is [Outcome#UNSAID]. The work is linear
/// in a text that its reader has bounded; no regular expression meets a provider's words.
public final class Waits {
    /// The shortest wait worth believing, in milliseconds: "try again in 6ms" is the time of one token's refill.
    public static final long FLOOR_MILLIS = 250;
    /// The longest wait that is a wait and not a mistake, in nanoseconds: a year and a day.
    static final long LONGEST_NANOS = 366L * 86_400 * 1_000_000_000;

    static final long SECOND_NANOS = 1_000_000_000;
    static final long MILLI_NANOS = 1_000_000;

    /// Words after which a span or a moment may stand.
    private static final Set<String> ANCHORS = Set.of(
            "again",
            "retry",
            "retrydelay",
            "retryafter",
            "wait",
            "waiting",
            "reset",
            "resets",
            "available",
            "access",
            "until");
    /// Words that may stand between: "wait for about another 5 minutes", "retry_after_ms".
    private static final Set<String> FILLERS = Set.of(
            "in",
            "after",
            "at",
            "on",
            "for",
            "about",
            "approximately",
            "around",
            "roughly",
            "least",
            "another",
            "the",
            "next",
            "only",
            "again",
            "until",
            "be",
            "is",
            "delay",
            "ms",
            "millis",
            "milliseconds",
            "seconds",
            "minutes");
    /// Fillers looked at, at most, so that a text full of anchors costs no more than its length times this.
    private static final int MAX_FILLERS = 6;

    /// A header value beyond this is no date and no number.
    private static final int MAX_VALUE_CHARS = 64;

    private Waits() {}

    /// The wait that a sentence names after words like "try again in", or the moment after "until" and its kin; a span
    /// comes before a moment.
    public static long inText(String text, Instant now) {
        String words = text.toLowerCase(Locale.ROOT);
        long fromMoment = Outcome.UNSAID;
        for (int at = 0; at < words.length(); ) {
            int end = wordEnd(words, at);
            if (end == at) {
                at++;
                continue;
            }
            if (ANCHORS.contains(words.substring(at, end))) {
                Spans.Span span = afterFillers(words, end);
                if (span.isSaid() && !span.isMoment()) {
                    return millis(span, now);
                }
                fromMoment = fromMoment == Outcome.UNSAID ? millis(span, now) : fromMoment;
            }
            at = end;
        }
        return fromMoment;
    }

    /// The wait in a header or field that holds nothing else: a number of `unitNanos`, a span with units, an HTTP date,
    /// an ISO instant, or seconds or milliseconds since 1970.
    static long inValue(String value, long unitNanos, Instant now) {
        String trimmed = value.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_VALUE_CHARS) {
            return Outcome.UNSAID;
        }
        Spans.Span span = Spans.at(trimmed.toLowerCase(Locale.ROOT), 0, unitNanos);
        if (span.isSaid()) {
            return span.end() == trimmed.length() ? millis(span, now) : Outcome.UNSAID;
        }
        return Moments.httpDate(trimmed).map(at -> untilMoment(at, now)).orElse(Outcome.UNSAID);
    }

    /// Rounds a span up by the rules of this class.
    static long roundUp(long nanos) {
        if (nanos <= 0 || nanos > LONGEST_NANOS) {
            return Outcome.UNSAID;
        }
        long millis =
                nanos >= SECOND_NANOS ? Math.ceilDiv(nanos, SECOND_NANOS) * 1000 : Math.ceilDiv(nanos, MILLI_NANOS);
        return Math.max(FLOOR_MILLIS, millis);
    }

    private static Spans.Span afterFillers(String words, int from) {
        int at = from;
        long unit = SECOND_NANOS;
        boolean bareAllowed = false;
        for (int fillers = 0; fillers <= MAX_FILLERS; fillers++) {
            int next = afterPunctuation(words, at);
            bareAllowed |= next > at && isAssignment(words, at, next);
            int end = wordEnd(words, next);
            String word = words.substring(next, Math.min(end, next + 20));
            if (!FILLERS.contains(word)) {
                Spans.Span span = Spans.at(words, next, unit);
                return span.isBare() && !bareAllowed ? Spans.Span.NONE : span;
            }
            unit = unitOf(word, unit);
            bareAllowed = true;
            at = end;
        }
        return Spans.Span.NONE;
    }

    private static long unitOf(String filler, long before) {
        return switch (filler) {
            case "ms", "millis", "milliseconds" -> MILLI_NANOS;
            case "seconds" -> SECOND_NANOS;
            case "minutes" -> 60 * SECOND_NANOS;
            default -> before;
        };
    }

    private static int afterPunctuation(String words, int from) {
        int at = from;
        int last = Math.min(words.length(), from + 8);
        while (at < last && isSkipped(words, at)) {
            at++;
        }
        return at;
    }

    private static boolean isSkipped(String words, int at) {
        char c = words.charAt(at);
        // A hyphen belongs to "retry-after"; before a digit it is a sign, and a negative wait is no wait.
        return c == '-'
                ? at + 1 < words.length() && Character.isLetter(words.charAt(at + 1))
                : Character.isWhitespace(c) || "_:='\"`~≈(\\".indexOf(c) >= 0;
    }

    private static boolean isAssignment(String words, int from, int to) {
        String between = words.substring(from, to);
        return between.indexOf(':') >= 0 || between.indexOf('=') >= 0;
    }

    private static int wordEnd(String words, int from) {
        int end = from;
        while (end < words.length() && isWordChar(words.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWordChar(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static long millis(Spans.Span span, Instant now) {
        if (!span.isSaid()) {
            return Outcome.UNSAID;
        }
        return span.isMoment() ? untilMoment(span.moment(), now) : roundUp(span.nanos());
    }

    static long untilMoment(Instant moment, Instant now) {
        long seconds = moment.getEpochSecond() - now.getEpochSecond();
        if (seconds < 0 || seconds > LONGEST_NANOS / SECOND_NANOS) {
            return Outcome.UNSAID;
        }
        return roundUp(seconds * SECOND_NANOS + moment.getNano() - now.getNano());
    }
}
