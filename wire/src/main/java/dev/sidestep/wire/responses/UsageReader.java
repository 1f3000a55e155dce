package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.Trees;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads and writes the tokens of a call.
final class UsageReader {
    /// A larger count than any call's, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    private long input = -1;
    private long output;
    private long cached;
    private long cacheWritten;
    private long reasoning;

    private UsageReader() {}

    /// Consumes a value; the usage where it is an object with a valid count of the input.
    static Optional<Usage> read(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return Optional.empty();
        }
        return new UsageReader().usage(cursor);
    }

    /// The usage of a tree.
    static Optional<Usage> read(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        byte[] json = Trees.bytes(usage);
        return read(new JsonCursor(json, 0, json.length));
    }

    private Optional<Usage> usage(JsonCursor cursor) {
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "input_tokens" -> input = cursor.wholeNumber(MOST_TOKENS);
                case "output_tokens" -> output = cursor.wholeNumber(MOST_TOKENS);
                case "input_tokens_details", "output_tokens_details" -> details(cursor);
                default -> cursor.skip();
            }
        }
        if (input < 0 || output < 0) {
            return Optional.empty();
        }
        return Optional.of(new Usage(
                input,
                output,
                Math.clamp(cached, 0, input),
                Math.clamp(cacheWritten, 0, input),
                Math.clamp(reasoning, 0, output)));
    }

    private void details(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "cached_tokens" -> cached = cursor.wholeNumber(MOST_TOKENS);
                case "cache_write_tokens" -> cacheWritten = cursor.wholeNumber(MOST_TOKENS);
                case "reasoning_tokens" -> reasoning = cursor.wholeNumber(MOST_TOKENS);
                default -> cursor.skip();
            }
        }
    }

    /// The tokens as an answer tells them; null where they are not known. The official Java SDK wants every detail.
    static JsonNode write(@Nullable Usage usage) {
        if (usage == null) {
            return Trees.object().nullNode();
        }
        ObjectNode node = Trees.object().put("input_tokens", usage.inputTokens());
        node.putObject("input_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", usage.cacheWrittenTokens());
        node.put("output_tokens", usage.outputTokens());
        node.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return node.put("total_tokens", usage.inputTokens() + usage.outputTokens());
    }
}
