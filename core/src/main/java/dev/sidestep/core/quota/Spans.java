package dev.sidestep.core.quota;

import dev.sidestep.core.Window;
import java.util.concurrent.TimeUnit;

/// How long windows are that do not follow a calendar.
final class Spans {
    private Spans() {}

    /// The window's length.
    static long nanos(Window window) {
        if (window == Window.UNSPECIFIED) {
            throw new IllegalArgumentException("a window that nobody named has no length");
        }
        return TimeUnit.SECONDS.toNanos(window.seconds());
    }
}
