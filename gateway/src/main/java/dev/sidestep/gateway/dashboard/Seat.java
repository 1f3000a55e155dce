package dev.sidestep.gateway.dashboard;

import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/// A viewer's place at the feed, and where it stands. For one thread at a time.
final class Seat {
    /// Half a minute: what is so far behind is gone, or sleeps.
    private static final int MOST_MISSED = 60;

    private final Viewer viewer;
    private final long seen;
    private boolean isCurrent;
    private boolean isFresh = true;
    private int missed;

    /// @param seen the id of the last frame that the viewer has had, by its own account
    Seat(Viewer viewer, long seen) {
        this.viewer = viewer;
        this.seen = seen;
    }

    /// Sends a newcomer what it lacks: what it missed where that is still known, else everything.
    void welcome(Watch watch, long id) {
        if (isFresh) {
            isFresh = false;
            isCurrent = true;
            viewer.send(watch.ring().after(seen).orElseGet(() -> watch.everything(id)));
        }
    }

    /// Sends the next frame; to one that missed some, everything anew.
    ///
    /// @param everything what is sent then
    void take(Buffer frame, Supplier<Buffer> everything) {
        if (isFresh) {
            return;
        }
        if (viewer.isBehind()) {
            isCurrent = false;
            missed++;
            return;
        }
        viewer.send(isCurrent ? frame : everything.get());
        isCurrent = true;
        missed = 0;
    }

    /// True where nobody reads any more.
    boolean isLost() {
        return missed > MOST_MISSED;
    }

    boolean mayLook() {
        return viewer.mayLook();
    }

    boolean isOf(Viewer other) {
        return viewer == other;
    }

    void end() {
        viewer.end();
    }
}
