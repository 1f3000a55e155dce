package dev.sidestep.core;

/// How large a prompt is, before anybody has counted its tokens. Immutable.
///
/// @param textBytes of its text, in UTF-8; how many tokens they make depends on the model
/// @param otherTokens what stands beside the text, by the providers' rules: separators, images, files
public record Prompt(long textBytes, long otherTokens) {
    /// English text in the tokenizers of today.
    private static final long BYTES_PER_TOKEN = 4;

    public Prompt {
        if (textBytes < 0 || otherTokens < 0) {
            throw new IllegalArgumentException(
                    "sizes of a prompt must not be negative: " + textBytes + " bytes, " + otherTokens + " tokens");
        }
    }

    /// A prompt whose tokens are known.
    public static Prompt ofTokens(long tokens) {
        return new Prompt(0, tokens);
    }

    /// Its tokens where nothing is known of the model.
    public long tokens() {
        return otherTokens + Math.ceilDiv(textBytes, BYTES_PER_TOKEN);
    }
}
