package dev.sidestep.core.quota;

import dev.sidestep.core.Prompt;

/// What is known of how one model counts and how much it says. Thread-safe.
final class ModelEstimate {
    /// English text in the tokenizers of today.
    private static final double FIRST_TOKENS_PER_BYTE = 0.25;
    /// The first guess weighs as much as a prompt of so many bytes.
    private static final double FIRST_BYTES = 1_024;
    /// No tokenizer of today makes more of a text than this: not even one token per byte, and some
    /// for the frame.
    private static final double MOST_TOKENS_PER_BYTE = 1.5;
    /// Nor less: long runs of spaces.
    private static final double FEWEST_TOKENS_PER_BYTE = 0.125;

    private static final double FIRST_OUTPUT_TOKENS = 256;
    /// More than any model answers; a provider that tells more is mistaken.
    private static final long MOST_OUTPUT_TOKENS = 10_000_000;

    private final HighSide tokensPerByte = new HighSide(FIRST_BYTES, FIRST_BYTES * FIRST_TOKENS_PER_BYTE);
    private final HighSide outputTokens = new HighSide(1, FIRST_OUTPUT_TOKENS);

    long inputTokens(Prompt prompt) {
        double perByte = Math.clamp(tokensPerByte.perWeight(), FEWEST_TOKENS_PER_BYTE, MOST_TOKENS_PER_BYTE);
        return Amounts.sum(prompt.otherTokens(), (long) Math.ceil(prompt.textBytes() * perByte));
    }

    long outputTokens() {
        return (long) Math.ceil(outputTokens.perWeight());
    }

    void learnInput(Prompt prompt, long inputTokens) {
        if (prompt.textBytes() == 0 || inputTokens <= prompt.otherTokens()) {
            return;
        }
        double most = prompt.textBytes() * MOST_TOKENS_PER_BYTE;
        tokensPerByte.record(prompt.textBytes(), Math.min(inputTokens - prompt.otherTokens(), most));
    }

    void learnOutput(long tokens) {
        outputTokens.record(1, Math.min(tokens, MOST_OUTPUT_TOKENS));
    }
}
