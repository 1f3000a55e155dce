package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.StreamEvent;

/// Writes one streamed answer in a client's wire format. Not thread-safe; one per stream.
public interface StreamWriter {
    /// Takes the next step and writes what it makes; [StreamEvent.Failed] and [StreamEvent.Malformed] never come here.
    void write(StreamEvent event, ByteSink out);

    /// Writes what ends the stream, after [StreamEvent.Finished].
    void end(ByteSink out);
}
