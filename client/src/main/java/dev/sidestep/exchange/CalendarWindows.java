package dev.sidestep.exchange;

import dev.sidestep.core.Window;
import dev.sidestep.core.quota.WindowEnds;
import dev.sidestep.exchange.Dispatcher.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/// The ends of calendar windows, by the wall clock. A clock that is set while the process runs moves
/// the end of the windows that begin after it.
record CalendarWindows(Clocks clocks) implements WindowEnds {
    @Override
    public long endNanos(Window window, ZoneId zone, long nowNanos) {
        Instant now = clocks.wall().instant();
        return nowNanos
                + Math.max(
                        1,
                        Duration.between(now, endOf(window, now.atZone(zone))).toNanos());
    }

    private static ZonedDateTime endOf(Window window, ZonedDateTime now) {
        LocalDate today = now.toLocalDate();
        return switch (window) {
            case SECOND -> now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            case MINUTE -> now.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            case HOUR -> now.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case DAY, UNSPECIFIED -> today.plusDays(1).atStartOfDay(now.getZone());
            case MONTH -> today.withDayOfMonth(1).plusMonths(1).atStartOfDay(now.getZone());
        };
    }
}
