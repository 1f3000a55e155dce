package dev.sidestep.benchmarks.goodput;

import java.util.List;

/// A size of calls, and how common it is.
///
/// @param share of all calls
/// @param promptTokens of its prompt, where a provider makes four bytes a token
/// @param maxTokens the longest answer that it asks for
record CallSize(double share, long promptTokens, long maxTokens) {
    /// Most calls are small; one in twenty is larger than some targets ever take.
    static final List<CallSize> MIX =
            List.of(new CallSize(0.70, 70, 30), new CallSize(0.25, 1_200, 300), new CallSize(0.05, 6_000, 1_000));

    /// Answers take this share of what was asked for, at least and at most.
    static final double SHORTEST_ANSWER = 0.4;

    static final long BYTES_PER_TOKEN = 4;

    /// Prompt and longest answer together.
    long tokens() {
        return promptTokens + maxTokens;
    }

    /// What such a call really takes, on average.
    double meanTokensUsed() {
        return promptTokens + maxTokens * (1 + SHORTEST_ANSWER) / 2;
    }
}
