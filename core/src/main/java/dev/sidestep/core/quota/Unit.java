package dev.sidestep.core.quota;

/// What a limit counts.
public enum Unit {
    /// Requests.
    REQUESTS("requests"),
    /// Tokens in and out together.
    TOKENS("tokens"),
    /// Tokens of prompts alone.
    INPUT_TOKENS("input-tokens"),
    /// Tokens of answers alone.
    OUTPUT_TOKENS("output-tokens"),
    /// Requests under way at the same time; such a limit has no window.
    CONCURRENT("concurrent");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    /// The unit's name in the status, in metrics and in logs.
    public String id() {
        return id;
    }
}
