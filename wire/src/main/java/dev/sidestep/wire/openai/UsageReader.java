package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.JsonCursor;
import java.util.Optional;

/// Reads the tokens of a call as its provider counted them.
final class UsageReader {
    /// A larger count than any call's, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    private UsageReader() {}

    /// Consumes a value; the usage where it is an object with a valid prompt count (embeddings have no completion).
    static Optional<Usage> read(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return Optional.empty();
        }
        long prompt = -1;
        long completion = 0;
        long cached = 0;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "prompt_tokens" -> prompt = cursor.wholeNumber(MOST_TOKENS);
                case "completion_tokens" -> completion = cursor.wholeNumber(MOST_TOKENS);
                case "prompt_tokens_details" -> cached = cachedTokens(cursor);
                default -> cursor.skip();
            }
        }
        return prompt < 0 || completion < 0
                ? Optional.empty()
                : Optional.of(new Usage(prompt, completion, Math.clamp(cached, 0, prompt)));
    }

    private static long cachedTokens(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return 0;
        }
        long cached = 0;
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("cached_tokens")) {
                cached = cursor.wholeNumber(MOST_TOKENS);
            } else {
                cursor.skip();
            }
        }
        return cached;
    }
}
