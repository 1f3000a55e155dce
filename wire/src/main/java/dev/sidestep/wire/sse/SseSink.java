package dev.sidestep.wire.sse;

/// Takes the events of a stream, in order.
@FunctionalInterface
public interface SseSink {
    void event(SseEvent event);
}
