package dev.sidestep.wire.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One dispatched event. Its bytes are borrowed: valid only until the sink returns.
///
/// @param type the `event:` field, or `message`
/// @param bytes where the data stands
/// @param from its first byte
/// @param to the byte after its last one; several `data:` lines are joined by a line feed
public record SseEvent(String type, byte[] bytes, int from, int to) {
    /// The type of an event that names none.
    public static final String MESSAGE = "message";

    /// The data as text.
    public String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// A copy of the data.
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
