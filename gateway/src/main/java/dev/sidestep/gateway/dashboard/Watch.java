package dev.sidestep.gateway.dashboard;

import dev.sidestep.core.Nanos;
import dev.sidestep.core.queue.Occupancy;
import dev.sidestep.exchange.Dispatcher;
import io.vertx.core.buffer.Buffer;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that is kept while somebody looks, and what is told of it. Calls are told to [#calls] on any thread; everything
/// else is for one thread at a time.
final class Watch {
    /// Targets are looked at each second time: faster, nobody reads.
    private static final int TICKS_PER_LOOK = 2;

    private static final long RETRY_MILLIS = 1_000;

    private final LiveSources sources;
    private final Dispatcher dispatcher;
    private final CallWatch calls;
    private final TargetWatch targets;
    private final Ring ring = new Ring();
    private int ticks;

    Watch(LiveSources sources) {
        this.sources = sources;
        this.dispatcher = sources.dispatcher();
        this.calls = new CallWatch(dispatcher, sources.clients());
        this.targets = new TargetWatch(sources);
    }

    CallWatch calls() {
        return calls;
    }

    Ring ring() {
        return ring;
    }

    /// Everything, for who has seen nothing yet, or too little.
    ///
    /// @param id of the frame after which it goes on
    Buffer everything(long id) {
        Map<String, Object> hello = new LinkedHashMap<>(sources.hello().get());
        hello.put("now", now());
        return new Frame()
                .retryingAfter(RETRY_MILLIS)
                .with("hello", hello)
                .ending(id, "targets", targets.document())
                .bytes();
    }

    /// What happened since this was asked the last time, for all who look. It is kept for those who come back.
    Buffer next(long id) {
        Frame frame = new Frame();
        boolean isLook = ticks++ % TICKS_PER_LOOK == 0;
        if (isLook && targets.isReconfigured()) {
            calls.takeTouched();
            frame.with("targets", targets.document());
        } else if (isLook) {
            List<Map<String, Object>> changed = targets.changed(calls.takeTouched());
            if (!changed.isEmpty()) {
                frame.with("changed", Map.of("targets", changed));
            }
        }
        Buffer bytes = frame.ending(id, "tick", tick()).bytes();
        ring.add(id, bytes, dispatcher.nowNanos());
        return bytes;
    }

    private Map<String, Object> tick() {
        Occupancy waiting = dispatcher.known().waitingRoom().occupancy(dispatcher.nowNanos());
        Map<String, Object> tick = new LinkedHashMap<>();
        tick.put("at", now());
        tick.put("in_flight", sources.inFlight().getAsInt());
        tick.put("waiting", document(waiting));
        tick.put("since_last", calls.countsSinceLast());
        tick.put("calls", calls.news());
        tick.put("unshown", calls.unshownSinceLast());
        tick.put("trouble", Diagnosis.of(situation(waiting)).document());
        return tick;
    }

    private static Map<String, Object> document(Occupancy waiting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("interactive", waiting.interactive());
        document.put("batch", waiting.batch());
        document.put("longest_seconds", Nanos.toSecondsRoundedUp(waiting.longestWaitNanos()));
        return document;
    }

    private Situation situation(Occupancy waiting) {
        return new Situation(
                targets.standings(),
                waiting,
                sources.store().get(),
                sources.share().get(),
                dispatcher.nowNanos());
    }

    private String now() {
        return dispatcher.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
