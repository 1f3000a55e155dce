package dev.sidestep.core.quota;

import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Window;

/// What a provider told of one of its limits: in an answer's headers, or in the words of a refusal.
/// Numbers that it did not tell are [#UNTOLD].
///
/// @param scope whose limit it is: usually [LimitScope#MODEL]
/// @param unit what it counts
/// @param window over which span
/// @param limit the most of it
/// @param remaining what was left when the provider answered, this request already taken off
/// @param requested what the provider took the refused request to need: a sample of how it counts
/// @param resetMillis until the limit is full again, which is long after the next request fits
public record QuotaReport(
        LimitScope scope, Unit unit, Window window, long limit, long remaining, long requested, long resetMillis) {
    /// A number that was not told.
    public static final long UNTOLD = -1;

    public QuotaReport {
        if (limit < UNTOLD || remaining < UNTOLD || requested < UNTOLD || resetMillis < UNTOLD) {
            throw new IllegalArgumentException("a report's numbers must not be negative: limit " + limit
                    + ", remaining " + remaining + ", requested " + requested + ", reset " + resetMillis);
        }
    }

    /// True where this number was told.
    public static boolean isTold(long number) {
        return number != UNTOLD;
    }
}
