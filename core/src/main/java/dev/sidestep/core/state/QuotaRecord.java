package dev.sidestep.core.state;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Nanos;
import dev.sidestep.core.Window;
import dev.sidestep.core.quota.QuotaCount;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.core.quota.Unit;

/// What is used of a limit, as it is saved or told to others. Spans count from the moment at which the record was made.
/// Immutable.
///
/// @param key what it holds back
/// @param unit what it counts
/// @param window over which span
/// @param limit the most of it, at least 1
/// @param used what counts now; may be more than the limit
/// @param resetMillis until nothing counts any more, rounded up; 0 where nobody knows, or where nothing counts
/// @param source who told the limit
public record QuotaRecord(
        LimitKey key, Unit unit, Window window, long limit, long used, long resetMillis, QuotaState.Source source) {
    public QuotaRecord {
        if (limit < 1 || used < 0 || resetMillis < 0) {
            throw new IllegalArgumentException(
                    "numbers out of range: used " + used + " of " + limit + ", full in " + resetMillis + " ms");
        }
    }

    /// Which limit.
    public QuotaId id() {
        return new QuotaId(key, unit, window);
    }

    static QuotaRecord of(QuotaCount count) {
        return new QuotaRecord(
                count.key(),
                count.unit(),
                count.window(),
                count.limit(),
                count.used(),
                Nanos.toMillisRoundedUp(count.resetNanos()),
                count.source());
    }

    QuotaCount count() {
        return new QuotaCount(key, unit, window, limit, used, Nanos.ofMillis(resetMillis), source);
    }
}
