package dev.sidestep.simulator;

/// Whose words and headers a simulated OpenAI-compatible provider uses.
public enum Dialect {
    /// Backticks, organisation and service tier in messages; `x-ratelimit-*-requests` is per day.
    GROQ(Dimension.REQUESTS_PER_DAY),
    /// No backticks, `param` in every error; `x-ratelimit-*-requests` is per minute. The default.
    OPENAI(Dimension.REQUESTS_PER_MINUTE);

    private final Dimension requestsHeader;

    Dialect(Dimension requestsHeader) {
        this.requestsHeader = requestsHeader;
    }

    Dimension requestsHeader() {
        return requestsHeader;
    }

    /// Whether the headers of an answer tell of a limit of this dimension.
    public boolean hasHeaderFor(Dimension dimension) {
        return dimension == requestsHeader || dimension == Dimension.TOKENS_PER_MINUTE;
    }
}
