package dev.sidestep.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads and writes durations (`1h30m`) and sizes (`20MB`).
public final class Quantities {
    /// At most nine digits per unit, so that no sum overflows.
    private static final Pattern DURATION = Pattern.compile(
            "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})(?:\\.(\\d{1,3}))?s)?(?:(\\d{1,9})ms)?");

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s?([a-z]{0,3})");

    private static final Map<String, Long> BYTES = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30);

    private Quantities() {}

    /// The duration of a text such as `250ms`, `30s`, `1h30m` or `24h`; empty for any other text.
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(part(matcher, 1))
                .plusHours(part(matcher, 2))
                .plusMinutes(part(matcher, 3))
                .plusSeconds(part(matcher, 4))
                .plusMillis(thousandths(matcher.group(5)))
                .plusMillis(part(matcher, 6)));
    }

    /// The number of bytes of a text such as `512KiB`, `20MB` or `1048576`; empty for any other
    /// text.
    static OptionalLong bytes(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        Long unit = BYTES.get(matcher.group(2));
        return unit == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
    }

    /// A duration as it is written in configuration: `1h30m`, `250ms`, `0s`.
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        return duration.toString()
                .substring(2)
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^0\\.(\\d+)s$", duration.toMillis() + "ms");
    }

    private static long part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long thousandths(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "00").substring(0, 3));
    }
}
