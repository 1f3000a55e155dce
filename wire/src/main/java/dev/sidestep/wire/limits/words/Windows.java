package dev.sidestep.wire.limits.words;

import dev.sidestep.core.Window;
import java.util.Optional;

/// How long windows are.
public final class Windows {
    private static final long DAY_SECONDS = 86_400;

    private Windows() {}

    /// How long a window is, a month taken as thirty days; 0 where it is not known.
    public static long millis(Window window) {
        return switch (window) {
            case SECOND -> 1000;
            case MINUTE -> 60_000;
            case HOUR -> 3_600_000;
            case DAY -> DAY_SECONDS * 1000;
            case MONTH -> 30 * DAY_SECONDS * 1000;
            case UNSPECIFIED -> 0;
        };
    }

    /// The window of this length; a month has 28 to 31 days.
    public static Optional<Window> ofSeconds(long seconds) {
        if (seconds >= 28 * DAY_SECONDS && seconds <= 31 * DAY_SECONDS) {
            return Optional.of(Window.MONTH);
        }
        return switch ((int) Math.min(seconds, Integer.MAX_VALUE)) {
            case 1 -> Optional.of(Window.SECOND);
            case 60 -> Optional.of(Window.MINUTE);
            case 3600 -> Optional.of(Window.HOUR);
            case (int) DAY_SECONDS -> Optional.of(Window.DAY);
            default -> Optional.empty();
        };
    }
}
