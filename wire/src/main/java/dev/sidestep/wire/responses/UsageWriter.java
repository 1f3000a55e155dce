package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.Trees;
import org.jspecify.annotations.Nullable;

/// Writes the tokens of an answer.
final class UsageWriter {
    private UsageWriter() {}

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
