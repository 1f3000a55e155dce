package dev.sidestep.wire.limits.times;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads moments: HTTP dates, and ISO dates and instants as they stand in sentences.
public final class Moments {
    /// `06 Nov 1994 08:49:37 GMT` (or an offset): an HTTP date behind its weekday, which is not
    /// believed in.
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.US);
    /// `Sun Nov 6 08:49:37 1994`: the oldest form, behind its weekday.
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.US);
    /// `Sunday, 06-Nov-94 08:49:37 GMT`: a form of the last century, read into this one.
    private static final DateTimeFormatter RFC_850 = DateTimeFormatter.ofPattern("d-MMM-uu HH:mm:ss", Locale.US);

    private static final long DAY_SECONDS = 86_400;
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final int FIXED_CHARS = 29;
    private static final String FIXED_SHAPE = ", dd ??? dddd dd:dd:dd GMT";
    /// A longer value is no date.
    private static final int MAX_DATE_CHARS = 64;

    private static final List<DateTimeFormatter> FORMS = List.of(HTTP_DATE, ASCTIME, RFC_850);

    private Moments() {}

    /// A moment and the place behind it.
    record Moment(Instant instant, int end) {}

    /// The moment of an HTTP date in one of its three forms, or with a numeric zone.
    public static Optional<Instant> httpDate(String value) {
        if (value.length() > MAX_DATE_CHARS) {
            return Optional.empty();
        }
        String text = value.strip();
        if (text.length() == FIXED_CHARS && matches(text, 3, FIXED_SHAPE)) {
            return fixed(text);
        }
        String date = withoutWeekday(text);
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

    /// The form that everybody sends, `Sun, 06 Nov 1994 08:49:37 GMT`, without the formatter, which
    /// costs a microsecond.
    private static Optional<Instant> fixed(String text) {
        int month = MONTHS.indexOf(text.substring(8, 11)) + 1;
        int day = number(text, 5, 2);
        if (month < 1 || day < 1 || day > 31) {
            return Optional.empty();
        }
        long days = LocalDate.of(number(text, 12, 4), month, 1).toEpochDay() + day - 1;
        return Optional.of(Instant.ofEpochSecond(days * DAY_SECONDS + seconds(text, 17)));
    }

    /// The seconds of the day at `hh:mm:ss`.
    private static int seconds(String text, int at) {
        return number(text, at, 2) * 3600 + number(text, at + 3, 2) * 60 + number(text, at + 6, 2);
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

    /// The ISO date or instant at a place of a lower-case text: `2026-09-01`,
    /// `2026-09-01t00:00:00.5z`, `2026-09-01 at 00:00 utc`. No zone means UTC.
    static Optional<Moment> isoAt(String text, int from) {
        if (!matches(text, from, "dddd-dd-dd")) {
            return Optional.empty();
        }
        int timeAt = timeStart(text, from + 10);
        if (!matches(text, timeAt, "dd:dd")) {
            return moment(text, from, 0, 0, from + 10);
        }
        boolean hasSeconds = matches(text, timeAt, "dd:dd:dd");
        int seconds =
                hasSeconds ? seconds(text, timeAt) : number(text, timeAt, 2) * 3600 + number(text, timeAt + 3, 2) * 60;
        int at = timeAt + (hasSeconds ? 8 : 5);
        int behind = behindFraction(text, at);
        return moment(text, from, seconds, nanos(text, at + 1, behind), behind);
    }

    private static Optional<Moment> moment(String text, int dateAt, int seconds, int nanos, int zoneAt) {
        String zone = zoneAt(text, zoneAt);
        int month = number(text, dateAt + 5, 2);
        int day = number(text, dateAt + 8, 2);
        if (month < 1 || month > 12 || day < 1 || day > 31 || seconds > DAY_SECONDS) {
            return Optional.empty();
        }
        long days = LocalDate.of(number(text, dateAt, 4), month, 1).toEpochDay() + day - 1;
        Instant instant = Instant.ofEpochSecond(days * DAY_SECONDS + seconds - offsetSeconds(zone), nanos);
        return Optional.of(new Moment(instant, zoneAt + zone.length()));
    }

    private static int offsetSeconds(String zone) {
        if (!zone.startsWith("+") && !zone.startsWith("-")) {
            return 0;
        }
        int seconds = number(zone, 1, 2) * 3600 + number(zone, 4, 2) * 60;
        return zone.startsWith("-") ? -seconds : seconds;
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int at = from; at < from + digits; at++) {
            number = number * 10 + (text.charAt(at) - '0');
        }
        return number;
    }

    /// The billionths of a fraction; what is finer is cut.
    private static int nanos(String text, int from, int end) {
        int nanos = 0;
        for (int place = 0; place < 9; place++) {
            nanos = nanos * 10 + (from + place < end ? text.charAt(from + place) - '0' : 0);
        }
        return nanos;
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

    /// True where the text has the shape: `d` stands for a digit, `?` for anything, the rest for
    /// itself.
    private static boolean matches(String text, int from, String shape) {
        if (from + shape.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(from + i);
            boolean fits = switch (shape.charAt(i)) {
                case 'd' -> c >= '0' && c <= '9';
                case '?' -> true;
                default -> c == shape.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
