package dev.sidestep.store.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/// Which usage is asked for. Immutable.
///
/// @param from the first moment, rounded down to its hour
/// @param to the first moment after it, rounded up to its hour
/// @param groups by what the figures are told apart, the outer one first; none for a single sum
/// @param zone whose days and hours count
public record UsageQuery(Instant from, Instant to, List<Group> groups, ZoneId zone) {
    public UsageQuery {
        groups = List.copyOf(groups);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to is before from: " + to + " < " + from);
        }
    }

    /// By what usage is told apart.
    public enum Group {
        PROVIDER,
        ACCOUNT,
        MODEL,
        CLIENT,
        DAY,
        HOUR;

        /// The group's name in queries and answers.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
