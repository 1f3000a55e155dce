package dev.sidestep.wire.openai;

import dev.sidestep.core.Prompt;

/// Adds up the size of a prompt.
final class PromptSize {
    /// The role and the separators around a message.
    private static final int TOKENS_PER_MESSAGE = 4;

    /// An image, a recording, a file: about a 1024 x 1024 image at OpenAI. Their base64 text says nothing.
    private static final int TOKENS_PER_MEDIUM = 1_000;

    private long textBytes;
    private long otherTokens;

    void addMessage() {
        otherTokens += TOKENS_PER_MESSAGE;
    }

    void addText(long bytes) {
        textBytes += bytes;
    }

    void addMedium() {
        otherTokens += TOKENS_PER_MEDIUM;
    }

    Prompt prompt() {
        return new Prompt(textBytes, otherTokens);
    }
}
