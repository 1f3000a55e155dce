package dev.sidestep.wire.sse;

/// A stream that sent more than [SseReader#MAX_EVENT_BYTES] without ending an event.
public final class SseOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SseOverflowException() {
        super("an event of the stream is larger than " + SseReader.MAX_EVENT_BYTES + " bytes", null, false, false);
    }
}
