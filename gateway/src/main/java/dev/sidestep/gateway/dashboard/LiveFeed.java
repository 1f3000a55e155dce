package dev.sidestep.gateway.dashboard;

import dev.sidestep.call.CallEvent;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The live feed: what happens, told to all who look at the same time in the same bytes. Where nobody looks, nothing is
/// kept, and a call costs it the reading of one field.
///
/// Thread-safe. Frames are made on worker threads, one at a time, under this object's lock, which nothing on an event
/// loop takes.
public final class LiveFeed {
    /// A dashboard per person, and some on walls.
    public static final int MOST_VIEWERS = 64;

    /// Who loads the page anew finds what was kept.
    private static final long LINGER_NANOS = Duration.ofSeconds(10).toNanos();

    private final LiveSources sources;
    private final List<Seat> seats = new CopyOnWriteArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean isListening = new AtomicBoolean();
    private volatile @Nullable Watch watch;
    private volatile boolean isOver;
    private long lastId;
    private long lookedAtNanos;

    /// A feed of these sources. Its ids go on where those of an earlier process ended, as far as its clock does.
    public LiveFeed(LiveSources sources) {
        this.sources = sources;
        this.lastId = sources.dispatcher().now().toEpochMilli();
    }

    /// Gives a viewer a place, if there is one. It is sent nothing before [#welcome], or the next [#beat].
    ///
    /// @param seen the id of the last frame that it has had; 0 for none
    /// @return false where there is no place, or the feed has ended
    public boolean join(Viewer viewer, long seen) {
        if (taken.incrementAndGet() > MOST_VIEWERS || isOver) {
            taken.decrementAndGet();
            return false;
        }
        seats.add(new Seat(viewer, seen));
        if (isOver) {
            // It came in while the others were led out.
            viewer.end();
        }
        return true;
    }

    /// The viewer looks no longer.
    public void leave(Viewer viewer) {
        if (seats.removeIf(seat -> seat.isOf(viewer))) {
            taken.decrementAndGet();
        }
    }

    /// True while somebody looks.
    public boolean isWatched() {
        return !seats.isEmpty();
    }

    /// True once it has [ended][#end].
    public boolean isOver() {
        return isOver;
    }

    /// Sends newcomers what they lack. Takes some milliseconds.
    public synchronized void welcome() {
        Watch now = awake();
        seats.forEach(seat -> seat.welcome(now, lastId));
    }

    /// Sends everybody what happened since the last beat. Takes some milliseconds.
    ///
    /// @return false where nobody has looked for a while: nothing is kept any more, and beats are not needed
    public synchronized boolean beat() {
        long nowNanos = sources.dispatcher().nowNanos();
        if (isWatched()) {
            lookedAtNanos = nowNanos;
        } else if (isOver || nowNanos - lookedAtNanos > LINGER_NANOS) {
            watch = null;
            return false;
        }
        // Before anything is sent: what comes next is not for these any more.
        seats.stream().filter(seat -> !seat.mayLook()).forEach(Seat::end);
        Watch now = awake();
        Buffer frame = now.next(++lastId);
        Once everything = new Once(now, lastId);
        seats.forEach(seat -> {
            seat.take(frame, everything::bytes);
            seat.welcome(now, lastId);
        });
        seats.stream().filter(Seat::isLost).forEach(Seat::end);
        return true;
    }

    /// What some lack, made once for all of them.
    private static final class Once {
        private final Watch watch;
        private final long id;
        private @Nullable Buffer made;

        Once(Watch watch, long id) {
            this.watch = watch;
            this.id = id;
        }

        Buffer bytes() {
            Buffer bytes = made;
            if (bytes == null) {
                bytes = watch.everything(id);
                made = bytes;
            }
            return bytes;
        }
    }

    private Watch awake() {
        Watch now = watch;
        if (now == null) {
            now = new Watch(sources);
            watch = now;
            lookedAtNanos = sources.dispatcher().nowNanos();
            if (isListening.compareAndSet(false, true)) {
                sources.dispatcher().listen(this::on);
            }
        }
        return now;
    }

    private void on(CallEvent event) {
        Watch now = watch;
        if (now != null) {
            now.calls().on(event);
        }
    }

    /// Ends the streams of all who look, and lets nobody in any more.
    public void end() {
        isOver = true;
        seats.forEach(Seat::end);
    }
}
