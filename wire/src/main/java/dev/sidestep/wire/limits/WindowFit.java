package dev.sidestep.wire.limits;

import dev.sidestep.core.Window;
import dev.sidestep.wire.limits.words.Windows;
import java.util.List;
import java.util.Optional;

/// Finds the window of a token bucket by arithmetic: it is full again after (limit - remaining) /
/// limit of its window.
final class WindowFit {
    /// The used share from which on a counter with fixed windows cannot be taken for a longer one:
    /// less than the smallest ratio of two windows, 1 to 24.
    static final double ENOUGH_USED = 0.05;
    /// How far the provider's own arithmetic may be off.
    private static final double TOLERANCE = 0.03;
    /// How much finer than the reset the provider must round, or anything would fit.
    private static final int GRAINS = 4;

    private static final List<Window> WINDOWS =
            List.of(Window.SECOND, Window.MINUTE, Window.HOUR, Window.DAY, Window.MONTH);

    private WindowFit() {}

    /// The only window that fits the numbers; empty where none does, or more than one.
    ///
    /// @param leastUsed the share of the limit that must be used
    static Optional<Window> of(Counts counts, Reset reset, double leastUsed) {
        if (!counts.isUsed() || !reset.isTold()) {
            return Optional.empty();
        }
        double used = (double) (counts.limit() - counts.remaining()) / counts.limit();
        if (used < leastUsed || reset.millis() < GRAINS * reset.grainMillis()) {
            return Optional.empty();
        }
        double shortest = (reset.millis() - reset.grainMillis()) / used * (1 - TOLERANCE);
        double longest = (reset.millis() + reset.grainMillis()) / used * (1 + TOLERANCE);
        List<Window> fitting = WINDOWS.stream()
                .filter(window -> shortest <= Windows.millis(window) && Windows.millis(window) <= longest)
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }
}
