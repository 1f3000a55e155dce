package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import java.util.Optional;

/// Reads the tokens of an answer (`usageMetadata`), where thoughts and what Google's own tools put into the prompt
/// are counted apart.
final class TokenCounts {
    /// A larger count than any answer's, and small enough to be added up without overflow.
    private static final long MOST_TOKENS = 1_000_000_000;

    private TokenCounts() {}

    /// The tokens so far; empty where nothing sound is said.
    static Optional<Usage> read(JsonNode response) {
        JsonNode counts = response.path("usageMetadata");
        if (!counts.path("promptTokenCount").isIntegralNumber()) {
            return Optional.empty();
        }
        long input = tokens(counts, "promptTokenCount") + tokens(counts, "toolUsePromptTokenCount");
        long thoughts = tokens(counts, "thoughtsTokenCount");
        long output = tokens(counts, "candidatesTokenCount") + thoughts;
        long cached = Math.min(input, tokens(counts, "cachedContentTokenCount"));
        return Optional.of(new Usage(input, output, cached, 0, thoughts));
    }

    private static long tokens(JsonNode counts, String name) {
        JsonNode count = counts.path(name);
        return count.canConvertToLong() ? Math.clamp(count.asLong(), 0, MOST_TOKENS) : 0;
    }
}
