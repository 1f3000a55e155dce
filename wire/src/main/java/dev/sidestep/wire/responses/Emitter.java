package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.ByteSink;
import dev.sidestep.wire.json.Trees;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the events of one stream, numbered from 0. Not thread-safe.
final class Emitter {
    /// Takes nothing, for an answer that is told whole.
    private static final ByteSink NOWHERE = (bytes, from, to) -> {};

    private ByteSink out = NOWHERE;
    private long next;

    /// Where the next events go.
    void to(ByteSink sink) {
        out = sink;
    }

    /// Writes one event.
    ///
    /// @param fields besides its type and its number
    void emit(String type, ObjectNode fields) {
        if (out == NOWHERE) {
            return;
        }
        byte[] event = event(type, next, fields);
        next++;
        out.forward(event, 0, event.length);
    }

    /// The bytes of an event.
    static byte[] event(String type, long number, ObjectNode fields) {
        ObjectNode data = Trees.object().put("type", type).put("sequence_number", number);
        data.setAll(fields);
        ByteArrayOutputStream event = new ByteArrayOutputStream(256);
        event.writeBytes(("event: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(Trees.bytes(data));
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }
}
