package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads what messages of answers and pieces of them have in common.
final class Deltas {
    private Deltas() {}

    /// The thoughts: DeepSeek's field, or Groq's and OpenRouter's; servers that fill both say the same twice.
    static String thoughts(JsonNode message) {
        String thoughts = message.path("reasoning_content").asText("");
        return thoughts.isEmpty() ? message.path("reasoning").asText("") : thoughts;
    }

    /// Tells thoughts and texts of a content in order: a string, or Mistral's list of parts.
    static void content(JsonNode content, Consumer<String> thinking, Consumer<String> text) {
        if (content.isTextual()) {
            tell(content.asText(), text);
        }
        if (!content.isArray()) {
            return;
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                content(part.path("thinking"), thinking, thinking);
            } else {
                tell(part.path("text").asText(""), text);
            }
        }
    }

    private static void tell(String piece, Consumer<String> to) {
        if (!piece.isEmpty()) {
            to.accept(piece);
        }
    }

    /// The tokens, in this format's place or Groq's.
    static Optional<Usage> usage(JsonNode answer) {
        return UsageReader.read(answer.path("usage"))
                .or(() -> UsageReader.read(answer.path("x_groq").path("usage")));
    }
}
