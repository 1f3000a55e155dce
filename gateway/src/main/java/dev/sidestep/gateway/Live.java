package dev.sidestep.gateway;

import dev.sidestep.gateway.admin.TargetsDocument;
import dev.sidestep.gateway.dashboard.LiveFeed;
import dev.sidestep.gateway.dashboard.LiveSources;
import dev.sidestep.gateway.dashboard.Viewer;
import dev.sidestep.store.Store;
import dev.sidestep.store.share.Share;
import io.vertx.core.Vertx;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live feed and what drives it: a beat twice a second on a worker thread, for as long as somebody looks.
/// Thread-safe.
final class Live {
    private static final Logger log = LoggerFactory.getLogger(Live.class);
    private static final long MILLIS_BETWEEN_BEATS = 500;

    private final LiveFeed feed;
    private final AtomicBoolean isBeating = new AtomicBoolean();

    private Live(LiveFeed feed) {
        this.feed = feed;
    }

    /// The feed of what happens here.
    static Live of(Service service) {
        return new Live(new LiveFeed(new LiveSources(
                service.dispatcher(),
                caller -> service.inForce().nameOf(caller),
                service.intake()::openCalls,
                () -> hello(service),
                targets -> TargetsDocument.some(service.dispatcher(), targets),
                () -> TargetsDocument.disabled(service.dispatcher()),
                () -> service.store().map(Store::status),
                () -> service.state().share().map(Share::status))));
    }

    private static Map<String, Object> hello(Service service) {
        Map<String, Object> hello = new LinkedHashMap<>();
        hello.put("version", Optional.ofNullable(Live.class.getPackage().getImplementationVersion()));
        hello.put(
                "started_at", service.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        hello.put("simulated", service.simulation().isPresent());
        return hello;
    }

    /// Lets a viewer look.
    ///
    /// @param seen the id of the last frame that it has had; 0 for none
    /// @return false where too many look already
    boolean join(Viewer viewer, long seen, Vertx vertx) {
        if (!feed.join(viewer, seen)) {
            return false;
        }
        vertx.executeBlocking(
                        () -> {
                            feed.welcome();
                            return true;
                        },
                        false)
                .onFailure(this::failed)
                .onComplete(_ -> start(vertx));
        return true;
    }

    /// The viewer looks no longer.
    void leave(Viewer viewer) {
        feed.leave(viewer);
    }

    private void start(Vertx vertx) {
        if (isBeating.compareAndSet(false, true)) {
            beatLater(vertx);
        }
    }

    private void beatLater(Vertx vertx) {
        if (feed.isOver()) {
            return;
        }
        vertx.setTimer(
                MILLIS_BETWEEN_BEATS,
                _ -> vertx.executeBlocking(feed::beat, false)
                        .onSuccess(isWanted -> beaten(vertx, isWanted))
                        .onFailure(bug -> {
                            failed(bug);
                            beatLater(vertx);
                        }));
    }

    private void beaten(Vertx vertx, boolean isWanted) {
        if (isWanted) {
            beatLater(vertx);
            return;
        }
        isBeating.set(false);
        if (feed.isWatched()) {
            // Somebody came in the meantime.
            start(vertx);
        }
    }

    /// What fails once everything ends, such as the threads that it needs, is no failure.
    private void failed(Throwable bug) {
        if (!feed.isOver()) {
            log.error("the live feed failed", bug);
        }
    }

    /// Ends the streams of all who look.
    void end() {
        feed.end();
    }
}
