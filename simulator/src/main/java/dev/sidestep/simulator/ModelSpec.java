package dev.sidestep.simulator;

/// A model as a simulated provider offers it. Immutable; `with…` methods answer a changed copy.
///
/// @param contextWindow tokens of prompt and answer together
/// @param maxOutputTokens the most that `max_tokens` may ask for
/// @param decommissioned whether the provider answers that it no longer serves it
public record ModelSpec(
        String id, long contextWindow, long maxOutputTokens, boolean vision, Limits limits, boolean decommissioned) {
    private static final long DEFAULT_CONTEXT_WINDOW = 131_072;
    private static final long DEFAULT_MAX_OUTPUT_TOKENS = 32_768;

    public ModelSpec {
        if (id.isBlank()) {
            throw new IllegalArgumentException("model id must not be blank");
        }
        if (contextWindow < 1 || maxOutputTokens < 1) {
            throw new IllegalArgumentException("context window and max output tokens must be positive: " + id);
        }
    }

    /// A model with a window of 131,072 tokens, vision and no limits.
    public static ModelSpec of(String id) {
        return new ModelSpec(id, DEFAULT_CONTEXT_WINDOW, DEFAULT_MAX_OUTPUT_TOKENS, true, Limits.none(), false);
    }

    /// The same model with other windows, in tokens.
    public ModelSpec withWindow(long contextTokens, long outputTokens) {
        return new ModelSpec(id, contextTokens, outputTokens, vision, limits, decommissioned);
    }

    /// The same model, which reads images or does not.
    public ModelSpec withVision(boolean reads) {
        return new ModelSpec(id, contextWindow, maxOutputTokens, reads, limits, decommissioned);
    }

    /// The same model with other limits.
    public ModelSpec withLimits(Limits changed) {
        return new ModelSpec(id, contextWindow, maxOutputTokens, vision, changed, decommissioned);
    }

    /// The same model, no longer served.
    public ModelSpec retired() {
        return new ModelSpec(id, contextWindow, maxOutputTokens, vision, limits, true);
    }
}
