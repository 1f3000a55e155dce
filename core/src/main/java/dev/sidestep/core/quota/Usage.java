package dev.sidestep.core.quota;

/// What an attempt really used, in the provider's own count. Immutable.
///
/// Cached input does not count against limits of tokens, and neither against those of input tokens:
/// Groq, OpenAI's and Anthropic's documents agree on it for their models of today.
///
/// @param inputTokens of the prompt, those read from a cache among them
/// @param outputTokens of the answer, its thoughts among them
/// @param cachedTokens how much of the input was read from the provider's cache
/// @param cacheWrittenTokens how much of the input was written to it
/// @param reasoningTokens how much of the output the model thought and did not say
public record Usage(
        long inputTokens, long outputTokens, long cachedTokens, long cacheWrittenTokens, long reasoningTokens) {
    /// An attempt that the provider counted as a request and nothing else.
    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage {
        if (inputTokens < 0 || outputTokens < 0 || cachedTokens < 0 || cacheWrittenTokens < 0 || reasoningTokens < 0) {
            throw new IllegalArgumentException("tokens must not be negative: " + inputTokens + " in, " + outputTokens
                    + " out, " + cachedTokens + " cached, " + cacheWrittenTokens + " cache-written, "
                    + reasoningTokens + " reasoning");
        }
    }

    /// The same where the provider does not tell of writing to its cache, and of thoughts.
    public Usage(long inputTokens, long outputTokens, long cachedTokens) {
        this(inputTokens, outputTokens, cachedTokens, 0, 0);
    }

    /// What of the input counts against limits.
    public long countedInputTokens() {
        return Math.max(0, inputTokens - cachedTokens);
    }

    /// What counts against limits, in and out together; `Long.MAX_VALUE` where that does not fit.
    public long countedTokens() {
        return Amounts.sum(countedInputTokens(), outputTokens);
    }
}
