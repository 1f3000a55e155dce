package dev.sidestep.benchmarks.goodput;

/// What an application asks for.
///
/// @param id counts from 0
/// @param sizeClass its size's place in [CallSize#MIX]; a strategy has no use for it
/// @param promptBytes of its text; how many tokens they make is the provider's business
/// @param maxTokens the longest answer that it asks for
/// @param deadlineNanos the last moment at which its answer may begin
record Call(long id, int sizeClass, long arrivedNanos, long promptBytes, long maxTokens, long deadlineNanos) {
    /// Its tokens as one would guess who knows nothing of the provider.
    long guessedTokens() {
        return promptBytes / CallSize.BYTES_PER_TOKEN + maxTokens;
    }
}
