package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.sse.SseEvent;
import java.util.function.Consumer;

/// Reads one streamed answer of a provider into the canonical model. Not thread-safe; one per stream.
public interface StreamReader {
    /// Takes the next event and tells what it says: no, one, or several steps.
    ///
    /// @return false for a sign that somebody is there and nothing else, such as a `ping`
    boolean read(SseEvent event, Consumer<StreamEvent> out);

    /// Takes the end of the stream, and tells what only then is known.
    void end(Consumer<StreamEvent> out);
}
