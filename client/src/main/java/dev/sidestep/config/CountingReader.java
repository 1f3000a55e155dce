package dev.sidestep.config;

import dev.sidestep.core.Counting;
import dev.sidestep.core.Refill;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;

/// Reads how a provider counts.
final class CountingReader {
    /// How a limit comes back, given the zone of the provider's calendar.
    private static final Map<String, Function<ZoneId, Refill>> REFILLS = Map.of(
            "continuous", _ -> new Refill.Continuous(),
            "sliding", _ -> new Refill.Unknown(),
            "calendar", Refill.Calendar::new);

    private CountingReader() {}

    /// @param known how the provider counts where the section does not say
    static Counting read(Section section, Counting known) {
        ZoneId zone = section.value("time-zone").flatMap(Value::zone).orElseGet(() -> zone(known));
        Counting counting = new Counting(
                refill(section, "minute", known.shortWindows(), zone),
                refill(section, "day", known.longWindows(), zone),
                section.flag("reserves-output").orElse(known.reservesOutput()),
                section.flag("counts-refusals").orElse(known.countsRefusals()));
        if (section.has("time-zone") && !hasCalendar(counting)) {
            section.mistake("time-zone", "time-zone belongs to a calendar, such as day: calendar");
        }
        return counting;
    }

    private static Refill refill(Section section, String key, Refill known, ZoneId zone) {
        return section.choice(key, REFILLS)
                .map(refill -> refill.apply(zone))
                .orElseGet(() -> known instanceof Refill.Calendar ? new Refill.Calendar(zone) : known);
    }

    private static boolean hasCalendar(Counting counting) {
        return counting.shortWindows() instanceof Refill.Calendar || counting.longWindows() instanceof Refill.Calendar;
    }

    private static ZoneId zone(Counting known) {
        return known.longWindows() instanceof Refill.Calendar(ZoneId zone) ? zone : ZoneOffset.UTC;
    }
}
