package dev.sidestep.wire.limits.times;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads moments as people write them: `midnight utc`, `tomorrow at 00:00 utc`, `14:30 pt`, `nov
/// 23rd, 2026 2:10 am`, `mon, 23 nov 2026 12:00:34 gmt`. Reads lower case.
///
/// A time of day needs a zone to mean something; a date with none is UTC's.
final class WrittenTimes {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final ZoneId EASTERN = ZoneId.of("America/New_York");
    private static final Map<String, ZoneId> ZONES = Map.ofEntries(
            Map.entry("utc", ZoneOffset.UTC),
            Map.entry("gmt", ZoneOffset.UTC),
            Map.entry("z", ZoneOffset.UTC),
            Map.entry("pt", PACIFIC),
            Map.entry("pst", PACIFIC),
            Map.entry("pdt", PACIFIC),
            Map.entry("pacific", PACIFIC),
            Map.entry("et", EASTERN),
            Map.entry("est", EASTERN),
            Map.entry("edt", EASTERN),
            Map.entry("eastern", EASTERN));
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    /// A longer run of letters or digits is none of ours.
    private static final int MAX_WORD_CHARS = 10;

    private final String text;
    private int at;

    private WrittenTimes(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /// The moment that begins at a place; of a time of day the next one.
    static Optional<Instant> at(String text, int from, Instant now) {
        try {
            return new WrittenTimes(text, from).read(now);
        } catch (DateTimeException _) {
            // The 31st of February, or half past thirty.
            return Optional.empty();
        }
    }

    private Optional<Instant> read(Instant now) {
        boolean isTomorrow = takes("tomorrow");
        Optional<LocalDate> date = isTomorrow ? Optional.empty() : date();
        takes("at");
        Optional<LocalTime> time = time();
        Optional<ZoneId> zone = zone();
        if (date.isPresent()) {
            ZonedDateTime moment =
                    date.get().atTime(time.orElse(LocalTime.MIDNIGHT)).atZone(zone.orElse(ZoneOffset.UTC));
            return Optional.of(moment.toInstant());
        }
        if (zone.isEmpty() || time.isEmpty() && !isTomorrow) {
            return Optional.empty();
        }
        ZonedDateTime here = now.atZone(zone.get());
        ZonedDateTime today =
                here.toLocalDate().atTime(time.orElse(LocalTime.MIDNIGHT)).atZone(zone.get());
        boolean isNextDay = isTomorrow || !today.toInstant().isAfter(now);
        return Optional.of((isNextDay ? today.plusDays(1) : today).toInstant());
    }

    private Optional<LocalDate> date() {
        int start = at;
        if (WEEKDAYS.contains(shortened(peek()))) {
            take();
        }
        int day = dayOfMonth();
        int month = MONTHS.indexOf(shortened(peek())) + 1;
        if (month > 0) {
            take();
            int number = day > 0 ? day : dayOfMonth();
            int year = number > 0 ? number(4) : 0;
            if (year > 0) {
                return Optional.of(LocalDate.of(year, month, number));
            }
        }
        at = start;
        return Optional.empty();
    }

    private int dayOfMonth() {
        int start = at;
        int day = number(2);
        if (day > 0) {
            String suffix = peek();
            if (List.of("st", "nd", "rd", "th").contains(suffix)) {
                take();
            }
            return day;
        }
        at = start;
        return 0;
    }

    private Optional<LocalTime> time() {
        int start = at;
        if (takes("midnight")) {
            return Optional.of(LocalTime.MIDNIGHT);
        }
        int hour = number(2);
        int minute = hour >= 0 ? behindColon() : -1;
        int second = minute >= 0 ? Math.max(0, behindColon()) : 0;
        boolean isAfternoon = hour >= 0 && takes("pm");
        boolean isMorning = hour >= 0 && !isAfternoon && takes("am");
        if (hour < 0 || minute < 0 && !isAfternoon && !isMorning) {
            at = start;
            return Optional.empty();
        }
        int hours = isAfternoon || isMorning ? hour % 12 + (isAfternoon ? 12 : 0) : hour;
        return Optional.of(LocalTime.of(hours, Math.max(0, minute), second));
    }

    private Optional<ZoneId> zone() {
        Optional<ZoneId> zone = Optional.ofNullable(ZONES.get(peek()));
        if (zone.isPresent()) {
            take();
        }
        return zone;
    }

    private int behindColon() {
        if (at >= text.length() || text.charAt(at) != ':') {
            return -1;
        }
        at++;
        return number(2);
    }

    /// The number of at most so many digits that stands next, or -1.
    private int number(int digits) {
        int start = behindGap();
        int end = run(start, true);
        if (end == start || end - start > digits) {
            return -1;
        }
        at = end;
        return Integer.parseInt(text.substring(start, end));
    }

    private boolean takes(String word) {
        if (!peek().equals(word)) {
            return false;
        }
        take();
        return true;
    }

    private void take() {
        at = run(behindGap(), false);
    }

    /// The word that stands next, or nothing.
    private String peek() {
        int start = behindGap();
        int end = run(start, false);
        return end - start > MAX_WORD_CHARS ? "" : text.substring(start, end);
    }

    private int run(int from, boolean digits) {
        int end = from;
        while (end < text.length() && end <= from + MAX_WORD_CHARS && isPart(text.charAt(end), digits)) {
            end++;
        }
        return end;
    }

    private static boolean isPart(char c, boolean digits) {
        return digits ? c >= '0' && c <= '9' : c >= 'a' && c <= 'z';
    }

    /// Behind a few spaces, a comma, an opening bracket.
    private int behindGap() {
        int start = at;
        while (start < text.length() && start < at + 4 && " ,(".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    private static String shortened(String word) {
        return word.length() > 3 ? word.substring(0, 3) : word;
    }
}
