package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.Trees;

/// Writes the tokens of an answer.
final class UsageWriter {
    private UsageWriter() {}

    static ObjectNode write(Usage usage) {
        ObjectNode written = Trees.object()
                .put("prompt_tokens", usage.inputTokens())
                .put("completion_tokens", usage.outputTokens())
                .put("total_tokens", usage.inputTokens() + usage.outputTokens());
        ObjectNode input = written.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        if (usage.cacheWrittenTokens() > 0) {
            input.put("cache_write_tokens", usage.cacheWrittenTokens());
        }
        written.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return written;
    }
}
