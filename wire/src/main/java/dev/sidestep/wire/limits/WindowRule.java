package dev.sidestep.wire.limits;

import dev.sidestep.core.Window;
import java.time.ZoneOffset;
import java.util.Optional;

/// How the span of a limit is known from its header.
@FunctionalInterface
interface WindowRule {
    /// The window, or empty where saying one would be guessing.
    Optional<Window> of(Counts counts, Reset reset);

    /// What the provider documents.
    static WindowRule documented(Window window) {
        Optional<Window> always = Optional.of(window);
        return (var _, var _) -> always;
    }

    /// What the provider documents, unless the numbers are those of the other window: OpenAI tells
    /// the daily limit of its smallest tiers under the name of the limit per minute.
    static WindowRule documented(Window window, Window other) {
        Optional<Window> usual = Optional.of(window);
        Optional<Window> seldom = Optional.of(other);
        return (counts, reset) -> WindowFit.of(counts, reset, 0).equals(seldom) ? seldom : usual;
    }

    /// What the numbers of a bucket tell. A counter that starts anew at fixed times can show the
    /// same numbers by chance, but only those of a window shorter than its own once enough of it is
    /// used; so it is not believed before.
    static WindowRule fitted() {
        return (counts, reset) -> WindowFit.of(counts, reset, WindowFit.ENOUGH_USED);
    }

    /// OpenRouter, which counts free requests by the minute and by the day of UTC and tells when
    /// the count starts anew.
    static WindowRule untilMidnight() {
        return (var _, var reset) -> {
            if (reset.isMoment() && isMidnight(reset)) {
                return Optional.of(Window.DAY);
            }
            return reset.isTold() && reset.millis() <= 60_000 ? Optional.of(Window.MINUTE) : Optional.empty();
        };
    }

    private static boolean isMidnight(Reset reset) {
        return reset.moment().atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() == 0;
    }
}
