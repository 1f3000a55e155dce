package dev.sidestep.core.quota;

import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Window;

/// One limit as it stood at a moment. Immutable.
///
/// @param key what it holds back
/// @param unit what it counts
/// @param window over which span
/// @param limit the most of it
/// @param remaining what fits now; 0 where more than the limit was used
/// @param resetNanos until nothing counts any more, which is long after the next call fits; 0 where
///     nobody knows
/// @param source who says so
public record QuotaState(
        LimitKey key, Unit unit, Window window, long limit, long remaining, long resetNanos, Source source) {
    /// Who told a limit.
    public enum Source {
        /// The operator.
        CONFIGURED("configured"),
        /// The provider, in headers or in a refusal.
        TOLD("told"),
        /// Nobody: it follows from what was answered and what was refused.
        INFERRED("inferred");

        private final String id;

        Source(String id) {
            this.id = id;
        }

        /// The source's name in the status and in metrics.
        public String id() {
            return id;
        }
    }

    /// What was used of it; more than the limit is not told apart from all of it.
    public long used() {
        return limit - remaining;
    }
}
