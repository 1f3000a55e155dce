package dev.sidestep.wire.limits.times;

import dev.sidestep.core.Outcome;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// Reads how long to wait, in every form in which providers say it.
///
/// All answers are milliseconds, rounded up: to the whole second from one second on, to the
/// millisecond below, and never under [#FLOOR_MILLIS]. Anything absurd, negative, past or
/// unreadable is [Outcome#UNSAID]. The work is linear in a text that its reader has bounded; no
/// regular expression meets a provider's words.
public final class Waits {
    /// The shortest wait worth believing, in milliseconds: "try again in 6ms" is the time of one
    /// token's refill.
    public static final long FLOOR_MILLIS = 250;
    /// The longest wait that is a wait and not a mistake, in nanoseconds: a year and a day.
    public static final long LONGEST_NANOS = 366L * 86_400 * 1_000_000_000;

    public static final long SECOND_NANOS = 1_000_000_000;
    public static final long MILLI_NANOS = 1_000_000;

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
            "until",
            "renews",
            "refreshes",
            "replenished",
            "restored",
            "lifted",
            "resume",
            "resumes",
            "back");
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
            "daily",
            "every",
            "day",
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
    /// Fillers looked at, at most, so that a text full of anchors costs no more than its length
    /// times this.
    private static final int MAX_FILLERS = 6;

    /// A header value beyond this is no date and no number.
    private static final int MAX_VALUE_CHARS = 64;

    private Waits() {}

    /// The wait that a sentence names after words like "try again in", or the moment after "until"
    /// and its kin; a span comes before a moment.
    public static long inText(String text, Instant now) {
        return roundUp(nanosInText(text, now));
    }

    /// Like [#inText], in nanoseconds as they were said.
    public static long nanosInText(String text, Instant now) {
        return inText(text, now, true);
    }

    /// The nanoseconds until the moment that a sentence names; spans do not count.
    public static long momentInText(String text, Instant now) {
        return inText(text, now, false);
    }

    private static long inText(String text, Instant now, boolean believesSpans) {
        String words = text.toLowerCase(Locale.ROOT);
        long fromMoment = Outcome.UNSAID;
        for (int at = 0; at < words.length(); ) {
            int end = wordEnd(words, at);
            if (end == at) {
                at++;
                continue;
            }
            if (ANCHORS.contains(words.substring(at, end))) {
                Spans.Span span = afterFillers(words, end, now);
                boolean isSpan = span.isSaid() && !span.isMoment();
                if (isSpan && believesSpans) {
                    return nanos(span, now);
                }
                fromMoment = isSpan || fromMoment != Outcome.UNSAID ? fromMoment : nanos(span, now);
            }
            at = end;
        }
        return fromMoment != Outcome.UNSAID || !believesSpans ? fromMoment : remaining(words);
    }

    /// "(~162 min remaining)": a span with what is meant behind it.
    private static long remaining(String words) {
        for (int at = 0; at < words.length(); at++) {
            if (words.charAt(at) >= '0' && words.charAt(at) <= '9') {
                Spans.Span span = Spans.at(words, at, SECOND_NANOS);
                if (span.isSaid() && !span.isBare() && !span.isMoment() && isMeant(words, span.end())) {
                    return span.nanos();
                }
                at = span.isSaid() ? span.end() - 1 : behindDigits(words, at) - 1;
            }
        }
        return Outcome.UNSAID;
    }

    private static boolean isMeant(String words, int end) {
        return words.startsWith(" remaining", end) || words.startsWith(" left", end);
    }

    private static int behindDigits(String words, int from) {
        int at = from;
        while (at < words.length() && words.charAt(at) >= '0' && words.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /// The wait in a header or field that holds nothing else: a number of `unitNanos`, a span with
    /// units, an HTTP date, an ISO instant, or seconds or milliseconds since 1970.
    static long inValue(String value, long unitNanos, Instant now) {
        return roundUp(nanosInValue(value, unitNanos, now));
    }

    /// Like [#inValue], in nanoseconds as they were said.
    public static long nanosInValue(String value, long unitNanos, Instant now) {
        return nanos(inValue(value, unitNanos), now);
    }

    /// The nanoseconds until the moment that a field names; a span does not count.
    public static long momentInValue(String value, Instant now) {
        Spans.Span span = inValue(value, SECOND_NANOS);
        return span.isMoment() ? nanos(span, now) : Outcome.UNSAID;
    }

    private static Spans.Span inValue(String value, long unitNanos) {
        String trimmed = value.length() > MAX_VALUE_CHARS ? "" : value.strip();
        Spans.Span span = Spans.at(trimmed.toLowerCase(Locale.ROOT), 0, unitNanos);
        if (span.isSaid()) {
            return span.end() == trimmed.length() ? span : Spans.Span.NONE;
        }
        return Moments.httpDate(trimmed)
                .map(moment -> Spans.Span.moment(moment, trimmed.length(), false, SECOND_NANOS))
                .orElse(Spans.Span.NONE);
    }

    /// Rounds a span up by the rules of this class.
    public static long roundUp(long nanos) {
        if (nanos <= 0 || nanos > LONGEST_NANOS) {
            return Outcome.UNSAID;
        }
        long millis =
                nanos >= SECOND_NANOS ? Math.ceilDiv(nanos, SECOND_NANOS) * 1000 : Math.ceilDiv(nanos, MILLI_NANOS);
        return Math.max(FLOOR_MILLIS, millis);
    }

    private static Spans.Span afterFillers(String words, int from, Instant now) {
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
                if (!span.isSaid()) {
                    return WrittenTimes.at(words, next, now)
                            .map(moment -> Spans.Span.moment(moment, next, false, SECOND_NANOS))
                            .orElse(Spans.Span.NONE);
                }
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

    private static long nanos(Spans.Span span, Instant now) {
        if (!span.isSaid()) {
            return Outcome.UNSAID;
        }
        return span.isMoment() ? untilMoment(span.moment(), now) : span.nanos();
    }

    /// The nanoseconds until a moment; [Outcome#UNSAID] for one that has passed or lies absurdly
    /// far ahead.
    public static long untilMoment(Instant moment, Instant now) {
        long seconds = moment.getEpochSecond() - now.getEpochSecond();
        if (seconds < 0 || seconds > LONGEST_NANOS / SECOND_NANOS) {
            return Outcome.UNSAID;
        }
        return Math.max(0, seconds * SECOND_NANOS + moment.getNano() - now.getNano());
    }
}
