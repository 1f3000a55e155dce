package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.JsonCursor;
import java.io.IOException;
import java.util.Optional;

/// Counts the tokens of one answer from its `usage` objects, of which a stream brings several, each with totals. Not
/// thread-safe.
final class Tokens {
    /*
     * input_tokens are those that were neither read from the cache nor written to it; our Usage counts all of them.
     * A later object says more than an earlier one, or nothing: some servers repeat a count as 0, and counts only grow.
     */

    /// A larger count than any call's, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    private boolean hasSome;
    private long input;
    private long cacheRead;
    private long cacheWritten;
    private long output;
    private long thinking;

    /// Consumes a value; what it says counts where it is an object.
    void read(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "input_tokens" -> input = larger(input, cursor);
                case "cache_read_input_tokens" -> cacheRead = larger(cacheRead, cursor);
                case "cache_creation_input_tokens" -> cacheWritten = larger(cacheWritten, cursor);
                case "output_tokens" -> output = larger(output, cursor);
                case "output_tokens_details" -> details(cursor);
                default -> cursor.skip();
            }
        }
    }

    private void details(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("thinking_tokens")) {
                thinking = larger(thinking, cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private long larger(long known, JsonCursor cursor) {
        long read = cursor.wholeNumber(MOST_TOKENS);
        hasSome |= read >= 0;
        return Math.max(known, read);
    }

    /// All that was counted; empty where nothing was.
    Optional<Usage> usage() {
        return hasSome
                ? Optional.of(new Usage(input + cacheRead + cacheWritten, output, cacheRead, cacheWritten, thinking))
                : Optional.empty();
    }

    /// Writes a `usage` object.
    static void write(JsonGenerator out, Usage usage) throws IOException {
        long uncached = usage.inputTokens() - usage.cachedTokens() - usage.cacheWrittenTokens();
        out.writeStartObject();
        out.writeNumberField("input_tokens", Math.max(0, uncached));
        out.writeNumberField("cache_creation_input_tokens", usage.cacheWrittenTokens());
        out.writeNumberField("cache_read_input_tokens", usage.cachedTokens());
        out.writeNumberField("output_tokens", usage.outputTokens());
        if (usage.reasoningTokens() > 0) {
            out.writeObjectFieldStart("output_tokens_details");
            out.writeNumberField("thinking_tokens", usage.reasoningTokens());
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
