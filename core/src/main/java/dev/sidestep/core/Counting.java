package dev.sidestep.core;

import java.time.ZoneId;

/// How a provider counts. Immutable.
///
/// @param shortWindows how its limits per second, minute and hour come back
/// @param longWindows how its limits per day and month come back
/// @param reservesOutput true where it counts the longest completion that was asked for, before there is one
/// @param countsRefusals true where a request that it refuses takes from its limits nevertheless
public record Counting(Refill shortWindows, Refill longWindows, boolean reservesOutput, boolean countsRefusals) {
    /// Where nothing is known: the side on which no limit is met.
    public static final Counting UNKNOWN = new Counting(new Refill.Unknown(), new Refill.Unknown(), true, false);

    /// Token buckets throughout, the completion counted up front: Groq, OpenAI.
    public static final Counting BUCKETS = new Counting(new Refill.Continuous(), new Refill.Continuous(), true, false);

    /// Days by the calendar of a zone.
    public Counting withDaysOf(ZoneId zone) {
        return new Counting(shortWindows, new Refill.Calendar(zone), reservesOutput, countsRefusals);
    }

    /// How a limit over this window comes back.
    public Refill refill(Window window) {
        return switch (window) {
            case DAY, MONTH -> longWindows;
            case SECOND, MINUTE, HOUR, UNSPECIFIED -> shortWindows;
        };
    }
}
