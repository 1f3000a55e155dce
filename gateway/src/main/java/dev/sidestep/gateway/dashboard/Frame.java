package dev.sidestep.gateway.dashboard;

import dev.sidestep.wire.json.Json;
import io.vertx.core.buffer.Buffer;

/// Server-sent events as bytes. Only the last event of what belongs together has an id: who resumes after it has had
/// all of it. Not thread-safe.
final class Frame {
    private final Buffer bytes = Buffer.buffer();

    /// Adds an event.
    Frame with(String event, Object document) {
        bytes.appendString("event: ").appendString(event).appendString("\ndata: ");
        bytes.appendBytes(Json.bytes(document)).appendString("\n\n");
        return this;
    }

    /// Adds the last event, and what tells where somebody stands who has had it.
    Frame ending(long id, String event, Object document) {
        bytes.appendString("id: ").appendString(Long.toString(id)).appendString("\n");
        return with(event, document);
    }

    /// How long a browser waits before it connects again.
    Frame retryingAfter(long millis) {
        bytes.appendString("retry: ").appendString(Long.toString(millis)).appendString("\n\n");
        return this;
    }

    Buffer bytes() {
        return bytes;
    }
}
