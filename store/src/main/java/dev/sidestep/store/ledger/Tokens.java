package dev.sidestep.store.ledger;

/// What an attempt took, or may have taken, by [TokenState]. None is negative. Immutable.
///
/// @param input of the prompt, cached ones among them
/// @param output of the answer, its thoughts among them
/// @param cached how much of the input was read from the provider's cache
/// @param cacheWritten how much of the input was written to it
/// @param reasoning how much of the output was thought and not said
public record Tokens(long input, long output, long cached, long cacheWritten, long reasoning) {
    /// Nothing.
    public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);
}
