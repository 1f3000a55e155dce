package dev.sidestep.wire.format;

import dev.sidestep.core.Prompt;

/// Adds up the size of a prompt. Not thread-safe.
public final class PromptSize {
    /// The role and the separators around a message.
    private static final int TOKENS_PER_MESSAGE = 4;

    /// An image, a recording, a file: about a 1024 x 1024 image at OpenAI. Their base64 text says nothing.
    private static final int TOKENS_PER_MEDIUM = 1_000;

    private long textBytes;
    private long otherTokens;

    /// One more message.
    public void addMessage() {
        otherTokens += TOKENS_PER_MESSAGE;
    }

    /// More text.
    public void addText(long bytes) {
        textBytes += bytes;
    }

    /// An image, a recording, a file.
    public void addMedium() {
        otherTokens += TOKENS_PER_MEDIUM;
    }

    /// The size so far.
    public Prompt prompt() {
        return new Prompt(textBytes, otherTokens);
    }
}
