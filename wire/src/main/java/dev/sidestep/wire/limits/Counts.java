package dev.sidestep.wire.limits;

import static dev.sidestep.core.quota.QuotaReport.UNTOLD;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaReport;
import dev.sidestep.core.quota.Unit;

/// A limit and what is left of it, where told.
///
/// @param limit at least 1, or [QuotaReport#UNTOLD]
/// @param remaining at most the limit, or [QuotaReport#UNTOLD]
record Counts(long limit, long remaining) {
    /// Digits of a number that is believed; no provider counts beyond.
    private static final int MAX_DIGITS = 15;

    /// Both numbers, each as far as it makes sense: no limit is 0, and no more is left than there
    /// is.
    static Counts of(long limit, long remaining) {
        long most = limit > 0 ? limit : UNTOLD;
        boolean fits = remaining >= 0 && (most == UNTOLD || remaining <= most);
        // A limit of nothing is a plan without the model, not a limit: what is left of it says nothing either.
        return new Counts(most, fits && limit != 0 ? remaining : UNTOLD);
    }

    boolean isUntold() {
        return limit == UNTOLD && remaining == UNTOLD;
    }

    boolean isUsed() {
        return limit != UNTOLD && remaining != UNTOLD && remaining < limit;
    }

    QuotaReport report(LimitScope scope, Unit unit, Window window, long resetMillis) {
        return new QuotaReport(scope, unit, window, limit, remaining, UNTOLD, resetMillis);
    }

    /// The number that a header's value is: whole, or with a fraction, which is cut. Anything else
    /// is untold.
    static long number(String value) {
        int at = 0;
        int end = value.length();
        while (at < end && value.charAt(at) == ' ') {
            at++;
        }
        while (end > at && value.charAt(end - 1) == ' ') {
            end--;
        }
        int digits = digits(value, at, end);
        if (digits == 0 || digits > MAX_DIGITS || !isFraction(value, at + digits, end)) {
            return UNTOLD;
        }
        long number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 10 + (value.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isFraction(String value, int from, int end) {
        return from == end || value.charAt(from) == '.' && from + 1 + digits(value, from + 1, end) == end;
    }

    /// Digits from a place on, counted only as far as it matters.
    private static int digits(String value, int from, int end) {
        int at = from;
        int last = Math.min(end, from + 2 * MAX_DIGITS);
        while (at < last && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
