package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens of a call as its provider counted them.
public record TokenUsage(long promptTokens, long completionTokens) {
    /// A larger count than any call's, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    public TokenUsage {
        if (promptTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException(
                    "token counts must not be negative: prompt " + promptTokens + ", completion " + completionTokens);
        }
    }

    /// Consumes a value; the usage where it is an object with a valid prompt count (embeddings have no completion).
    static Optional<TokenUsage> read(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return Optional.empty();
        }
        long prompt = -1;
        long completion = 0;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "prompt_tokens" -> prompt = cursor.wholeNumber(MOST_TOKENS);
                case "completion_tokens" -> completion = cursor.wholeNumber(MOST_TOKENS);
                default -> cursor.skip();
            }
        }
        return prompt < 0 || completion < 0 ? Optional.empty() : Optional.of(new TokenUsage(prompt, completion));
    }

    /// The newer of two readings of one stream, unless it goes backwards: counts only grow.
    static @Nullable TokenUsage later(@Nullable TokenUsage known, @Nullable TokenUsage read) {
        if (known == null || read == null) {
            return read == null ? known : read;
        }
        boolean grows = read.promptTokens >= known.promptTokens && read.completionTokens >= known.completionTokens;
        return grows ? read : known;
    }
}
