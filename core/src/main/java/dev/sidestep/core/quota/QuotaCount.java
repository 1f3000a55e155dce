package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;

/// What counts of one limit at a moment, exactly: what somebody needs who saves it. Immutable.
///
/// @param key what it holds back
/// @param unit what it counts
/// @param window over which span
/// @param limit the most of it
/// @param used what counts; may be more than the limit
/// @param resetNanos until nothing counts any more; 0 where nobody knows, or where nothing counts
/// @param source who told the limit
public record QuotaCount(
        LimitKey key, Unit unit, Window window, long limit, long used, long resetNanos, QuotaState.Source source) {}
