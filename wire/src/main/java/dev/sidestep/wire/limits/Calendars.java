package dev.sidestep.wire.limits;

import static dev.sidestep.core.Window.DAY;
import static dev.sidestep.core.Window.MONTH;

import dev.sidestep.core.Outcome;
import dev.sidestep.core.Window;
import dev.sidestep.wire.limits.times.Waits;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// Whose limits come back all at once, where the day or month ends. All others, Groq's and OpenAI's
/// days too, come back bit by bit.
final class Calendars {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    /// A window that ends by the calendar of a zone.
    private record Calendar(Clues clues, Window window, ZoneId zone) {}

    private static final List<Calendar> CALENDARS = List.of(
            new Calendar(Clues.any().says("free-models-per-"), DAY, ZoneOffset.UTC),
            new Calendar(Clues.of("openrouter"), DAY, ZoneOffset.UTC),
            new Calendar(Clues.of("gemini"), DAY, PACIFIC),
            new Calendar(Clues.any().label("resource_exhausted"), DAY, PACIFIC),
            new Calendar(Clues.of("bedrock"), DAY, ZoneOffset.UTC),
            new Calendar(Clues.any().label("throttlingexception"), DAY, ZoneOffset.UTC),
            new Calendar(Clues.of("cohere"), MONTH, ZoneOffset.UTC),
            new Calendar(Clues.any().starts("you are using a trial key"), MONTH, ZoneOffset.UTC));

    private Calendars() {}

    /// Until the window ends, in milliseconds; [Outcome#UNSAID] where it does not end by a
    /// calendar.
    static long untilEndMillis(Facts facts, Window window) {
        return CALENDARS.stream()
                .filter(calendar ->
                        calendar.window() == window && calendar.clues().match(facts))
                .findFirst()
                .map(calendar -> Waits.roundUp(Waits.untilMoment(end(calendar, facts.now()), facts.now())))
                .orElse(Outcome.UNSAID);
    }

    private static Instant end(Calendar calendar, Instant now) {
        LocalDate today = now.atZone(calendar.zone()).toLocalDate();
        LocalDate next = calendar.window() == MONTH ? today.withDayOfMonth(1).plusMonths(1) : today.plusDays(1);
        return next.atStartOfDay(calendar.zone()).toInstant();
    }
}
