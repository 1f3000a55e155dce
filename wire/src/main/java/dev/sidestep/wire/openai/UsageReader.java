package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.Trees;
import java.util.Optional;

/// Reads the tokens of a call as its provider counted them, in the words of Chat Completions (`prompt_tokens`) and of
/// Responses (`input_tokens`). Used once.
public final class UsageReader {
    /// A larger count than any call's, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    private long input = -1;
    private long output;
    private long cached;
    private long cacheWritten;
    private long reasoning;

    private UsageReader() {}

    /// Consumes a value; the usage where it is an object with a valid count of the input (embeddings have no output).
    public static Optional<Usage> read(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return Optional.empty();
        }
        return new UsageReader().counts(cursor);
    }

    /// The usage of a tree.
    public static Optional<Usage> read(JsonNode tree) {
        if (!tree.isObject()) {
            return Optional.empty();
        }
        byte[] json = Trees.bytes(tree);
        return read(new JsonCursor(json, 0, json.length));
    }

    private Optional<Usage> counts(JsonCursor cursor) {
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "prompt_tokens", "input_tokens" -> input = cursor.wholeNumber(MOST_TOKENS);
                case "completion_tokens", "output_tokens" -> output = cursor.wholeNumber(MOST_TOKENS);
                // DeepSeek's own word
                case "prompt_cache_hit_tokens" -> cached = Math.max(cached, cursor.wholeNumber(MOST_TOKENS));
                case "prompt_tokens_details",
                        "completion_tokens_details",
                        "input_tokens_details",
                        "output_tokens_details" -> details(cursor);
                default -> cursor.skip();
            }
        }
        return input < 0 || output < 0 ? Optional.empty() : Optional.of(usage());
    }

    private void details(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "cached_tokens" -> cached = Math.max(cached, cursor.wholeNumber(MOST_TOKENS));
                case "cache_write_tokens" -> cacheWritten = cursor.wholeNumber(MOST_TOKENS);
                case "reasoning_tokens" -> reasoning = cursor.wholeNumber(MOST_TOKENS);
                default -> cursor.skip();
            }
        }
    }

    private Usage usage() {
        return new Usage(
                input,
                output,
                Math.clamp(cached, 0, input),
                Math.clamp(cacheWritten, 0, input),
                Math.max(0, reasoning));
    }
}
