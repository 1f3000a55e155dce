package dev.sidestep.wire.limits;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads moments: HTTP dates, and ISO dates and instants as they stand in sentences.
final class Moments {
    /// `06 Nov 1994 08:49:37 GMT` (or an offset): an HTTP date behind its weekday, which is not believed in.
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.US);
    /// `Sun Nov 6 08:49:37 1994`: the oldest form, behind its weekday.
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.US);
    /// `Sunday, 06-Nov-94 08:49:37 GMT`: a form of the last century, read into this one.
    private static final DateTimeFormatter RFC_850 = DateTimeFormatter.ofPattern("d-MMM-uu HH:mm:ss", Locale.US);

    private static final List<DateTimeFormatter> FORMS = List.of(HTTP_DATE, ASCTIME, RFC_850);

    private Moments() {}

    /// A moment and the place behind it.
    record Moment(Instant instant, int end) {}

    /// The moment of an HTTP date in one of its three forms, or with a numeric zone.
    static Optional<Instant> httpDate(String value) {
        String date = withoutWeekday(value.strip());
        int zoneAt = date.lastIndexOf(' ');
        if (zoneAt < 0) {
            return Optional.empty();
        }
        String zone = date.substring(zoneAt + 1);
        if (isUtc(zone)) {
            return local(date.substring(0, zoneAt)).map(time -> time.toInstant(ZoneOffset.UTC));
        }
        if (zone.startsWith("+") || zone.startsWith("-")) {
            return offset(zone)
                    .flatMap(offset -> local(date.substring(0, zoneAt)).map(time -> time.toInstant(offset)));
        }
        return local(date).map(time -> time.toInstant(ZoneOffset.UTC));
    }

    private static boolean isUtc(String zone) {
        return zone.equalsIgnoreCase("gmt") || zone.equalsIgnoreCase("utc") || zone.equalsIgnoreCase("z");
    }

    private static String withoutWeekday(String value) {
        int comma = value.indexOf(',');
        if (comma >= 0) {
            return value.substring(comma + 1).strip();
        }
        int space = value.indexOf(' ');
        return space == 3 ? value.substring(4).strip().replace("  ", " ") : value;
    }

    private static Optional<LocalDateTime> local(String text) {
        for (DateTimeFormatter form : FORMS) {
            try {
                return Optional.of(LocalDateTime.parse(text, form));
            } catch (DateTimeException _) {
                // Not this form; the next one may fit.
            }
        }
        return Optional.empty();
    }

    private static Optional<ZoneOffset> offset(String zone) {
        try {
            return Optional.of(ZoneOffset.of(zone));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// The ISO date or instant at a place of a lower-case text: `2026-09-01`, `2026-09-01t00:00:00.5z`,
    /// `2026-09-01 at 00:00 utc`. No zone means UTC.
    static Optional<Moment> isoAt(String text, int from) {
        if (!matches(text, from, "dddd-dd-dd")) {
            return Optional.empty();
        }
        int at = from + 10;
        String time = "00:00:00";
        int timeAt = timeStart(text, at);
        if (matches(text, timeAt, "dd:dd")) {
            boolean hasSeconds = matches(text, timeAt, "dd:dd:dd");
            at = timeAt + (hasSeconds ? 8 : 5);
            time = hasSeconds ? text.substring(timeAt, at) : text.substring(timeAt, at) + ":00";
            // A fraction is cut, and made up for by counting the next second: never earlier than said.
            int behind = behindFraction(text, at);
            return moment(text.substring(from, from + 10), time, text, behind, behind > at);
        }
        return moment(text.substring(from, from + 10), time, text, at, false);
    }

    private static Optional<Moment> moment(String date, String time, String text, int at, boolean addSecond) {
        String zone = zoneAt(text, at);
        int spaces = zone.isEmpty() ? 0 : text.indexOf(zone, at) - at;
        String offset = zone.startsWith("+") || zone.startsWith("-") ? zone : "Z";
        try {
            Instant instant = OffsetDateTime.parse(date + "T" + time + offset).toInstant();
            return Optional.of(new Moment(instant.plusSeconds(addSecond ? 1 : 0), at + spaces + zone.length()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static int timeStart(String text, int at) {
        for (String joint : List.of(" at ", "t", " ")) {
            if (text.startsWith(joint, at)) {
                return at + joint.length();
            }
        }
        return at;
    }

    private static int behindFraction(String text, int at) {
        if (!matches(text, at, ".d")) {
            return at;
        }
        int end = at + 1;
        while (matches(text, end, "d")) {
            end++;
        }
        return end;
    }

    private static String zoneAt(String text, int at) {
        for (String zone : List.of("z", " utc", " gmt", "utc")) {
            if (text.startsWith(zone, at)) {
                return zone;
            }
        }
        boolean isOffset = text.startsWith("+", at) || text.startsWith("-", at);
        return isOffset && matches(text, at + 1, "dd:dd") ? text.substring(at, at + 6) : "";
    }

    /// True where the text has the shape: `d` stands for a digit, anything else for itself.
    private static boolean matches(String text, int from, String shape) {
        if (from + shape.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(from + i);
            boolean fits = shape.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == shape.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
