package dev.sidestep;

import dev.sidestep.wire.openai.ChatChunk;
import java.nio.charset.StandardCharsets;

/// One event of a streamed answer. Immutable.
///
/// @param json the event's data as the provider sent it, a `chat.completion.chunk`
/// @param target who answers: `account/model`
public record ChatCompletionChunk(String json, String target) {
    /// The text that this chunk adds to the first choice; empty where it adds none.
    public String text() {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ChatChunk.read(bytes, 0, bytes.length).map(ChatChunk::text).orElse("");
    }
}
