package dev.sidestep.wire.openai;

import dev.sidestep.wire.json.Json;
import java.util.List;
import java.util.Map;

/// Builds the body of a chat call from code.
public final class ChatBody {
    private ChatBody() {}

    /// One message of plain text.
    ///
    /// @param role `system`, `user` or `assistant`
    public record Message(String role, String text) {}

    /// The body's bytes.
    ///
    /// @param parameters further top-level fields, such as `temperature`: texts, numbers, booleans,
    ///     and maps and lists of them
    /// @throws IllegalArgumentException where a parameter's value is none of these
    public static byte[] write(String model, List<Message> messages, boolean stream, Map<String, ?> parameters) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("model", model);
            out.writeArrayFieldStart("messages");
            for (Message message : messages) {
                out.writeStartObject();
                out.writeStringField("role", message.role());
                out.writeStringField("content", message.text());
                out.writeEndObject();
            }
            out.writeEndArray();
            if (stream) {
                out.writeBooleanField("stream", true);
            }
            Json.fields(out, parameters);
            out.writeEndObject();
        });
    }
}
