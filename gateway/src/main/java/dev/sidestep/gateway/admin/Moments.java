package dev.sidestep.gateway.admin;

import dev.sidestep.config.Quantities;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/// Reads moments as people write them: `2026-11-22`, `2026-11-22T09:00:00+01:00`, or `-7d` for seven days ago.
///
/// @param now what spans count back from
/// @param zone whose days count
record Moments(Instant now, ZoneId zone) {
    /// No ledger has anything that is older, or younger.
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /// A first moment; of a day its beginning.
    ///
    /// @param name of the parameter, for the message
    /// @throws IllegalArgumentException where the text is no moment
    Instant from(String name, String text) {
        return moment(name, text, 0);
    }

    /// The moment where a span ends; of a day its end.
    ///
    /// @param name of the parameter, for the message
    /// @throws IllegalArgumentException where the text is no moment
    Instant to(String name, String text) {
        return moment(name, text, 1);
    }

    private Instant moment(String name, String text, int daysLater) {
        // A plus in a URL that nobody escaped is a blank.
        String written = text.replace(' ', '+');
        return ago(written)
                .or(() -> day(written, daysLater))
                .or(() -> exactly(written))
                .filter(moment -> !moment.isBefore(FIRST) && moment.isBefore(LAST))
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " must be a date such as 2026-11-22, a time such as 2026-11-22T09:00:00+01:00,"
                                + " or a span such as -24h or -7d"));
    }

    private Optional<Instant> ago(String text) {
        if (!text.startsWith("-")) {
            return Optional.empty();
        }
        Optional<Duration> span = Quantities.duration(text.substring(1));
        Duration longest = Duration.between(FIRST, now);
        return span.map(each -> now.minus(each.compareTo(longest) < 0 ? each : longest));
    }

    private Optional<Instant> day(String text, int daysLater) {
        try {
            return Optional.of(
                    LocalDate.parse(text).plusDays(daysLater).atStartOfDay(zone).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> exactly(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
