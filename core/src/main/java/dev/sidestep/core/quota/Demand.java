package dev.sidestep.core.quota;

/// What a call will need at a target, as far as anybody can tell before it is answered. Immutable.
///
/// @param inputTokens of its prompt
/// @param outputTokens of its answer, or what the provider reserves for it
public record Demand(long inputTokens, long outputTokens) {
    public Demand {
        if (inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException(
                    "tokens must not be negative: " + inputTokens + " in, " + outputTokens + " out");
        }
    }

    /// Both together; `Long.MAX_VALUE` where that does not fit.
    public long totalTokens() {
        return Amounts.sum(inputTokens, outputTokens);
    }
}
