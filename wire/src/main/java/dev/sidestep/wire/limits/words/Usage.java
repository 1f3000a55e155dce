package dev.sidestep.wire.limits.words;

import dev.sidestep.core.Window;
import dev.sidestep.wire.limits.times.Waits;

/// The three numbers of "Limit 100000, Used 97875, Requested 3399": where they stand, they say more
/// than the words.
///
/// @param limit the limit, or [#UNSAID]
/// @param used what was used of it, or [#UNSAID]
/// @param requested what the call asked for, or [#UNSAID]
public record Usage(long limit, long used, long requested) {
    public static final long UNSAID = -1;
    /// Digits of a number that is believed; no provider counts beyond.
    private static final int MAX_DIGITS = 15;
    /// Characters between the word and its number: ": ", " ~".
    private static final int MAX_GAP = 3;

    /// Reads the numbers out of a sentence in lower case.
    public static Usage of(String text) {
        long used = after(text, "used");
        return new Usage(
                after(text, "limit"), used == UNSAID ? after(text, "current") : used, after(text, "requested"));
    }

    /// True where the call alone is more than the limit: waiting never helps, whatever the status.
    public boolean exceedsLimit() {
        return limit > 0 && requested > limit;
    }

    /// The wait that frees room for this call in a bucket that refills evenly over the window, in
    /// nanoseconds.
    public long refillNanos(Window window) {
        // Nobody documents a month that refills evenly.
        double millis = window == Window.MONTH ? 0 : missing() * Windows.millis(window);
        return (long) Math.ceil(millis * Waits.MILLI_NANOS);
    }

    /// The window for which the told wait is the refill of what is missing; [Window#UNSPECIFIED]
    /// where a number is missing.
    public Window windowOf(long waitNanos) {
        if (waitNanos <= 0 || missing() <= 0) {
            return Window.UNSPECIFIED;
        }
        double seconds = waitNanos / 1e9 / missing();
        // Between two windows the geometric mean decides: 60 s | 3,600 s | 86,400 s.
        if (seconds < 465) {
            return Window.MINUTE;
        }
        return seconds < 17_636 ? Window.HOUR : Window.DAY;
    }

    /// The share of the limit that is missing for this call.
    private double missing() {
        return limit > 0 && used >= 0 && requested >= 0 ? (double) (used + requested - limit) / limit : 0;
    }

    /// The first number that stands right behind the word.
    public static long after(String text, String word) {
        int at = placeAfter(text, word);
        return at < 0 ? UNSAID : numberAt(text, at);
    }

    /// The place behind the first such word that has a number, or -1.
    public static int placeAfter(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
            if (numberAt(text, at + word.length()) != UNSAID) {
                return at + word.length();
            }
        }
        return -1;
    }

    /// The number at a place, behind what may stand between: ": ", " ~", " of ".
    public static long numberAt(String text, int from) {
        int at = behindFiller(text, from);
        int gapEnd = at + MAX_GAP;
        while (at < text.length() && at < gapEnd && " :~=>(".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        long number = 0;
        int digits = 0;
        for (; at < text.length() && digits <= MAX_DIGITS && isPart(text, at, digits); at++) {
            if (text.charAt(at) != ',') {
                number = number * 10 + (text.charAt(at) - '0');
                digits++;
            }
        }
        return digits == 0 || digits > MAX_DIGITS ? UNSAID : number;
    }

    private static int behindFiller(String text, int from) {
        return text.startsWith(" of ", from) || text.startsWith(" is ", from) ? from + 4 : from;
    }

    /// A digit, or a comma inside "30,000".
    private static boolean isPart(String text, int at, int digits) {
        return isDigit(text, at)
                || digits > 0 && text.charAt(at) == ',' && isDigit(text, at + 1) && isDigit(text, at + 3);
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
