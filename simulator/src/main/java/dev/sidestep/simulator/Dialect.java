package dev.sidestep.simulator;

/// Which wire a simulated provider speaks, in whose words, and with which headers.
public enum Dialect {
    /// OpenAI's wire at Groq: backticks, organisation and service tier in messages; `x-ratelimit-*-requests` is per
    /// day; no Responses.
    GROQ(Dimension.REQUESTS_PER_DAY, "/openai/v1"),
    /// OpenAI's Chat Completions and Responses: no backticks, `param` in every error; `x-ratelimit-*-requests` is per
    /// minute. The default.
    OPENAI(Dimension.REQUESTS_PER_MINUTE, "/v1"),
    /// Anthropic's Messages: `anthropic-ratelimit-*` headers, requests per minute.
    ANTHROPIC(Dimension.REQUESTS_PER_MINUTE, "/v1"),
    /// Gemini's generateContent: no headers about limits, all of them in the body of an error.
    GEMINI(Dimension.REQUESTS_PER_MINUTE, "/v1beta");

    private final Dimension requestsHeader;
    private final String basePath;

    Dialect(Dimension requestsHeader, String basePath) {
        this.requestsHeader = requestsHeader;
        this.basePath = basePath;
    }

    Dimension requestsHeader() {
        return requestsHeader;
    }

    /// What follows a provider's name in the path at which it is mounted.
    String basePath() {
        return basePath;
    }

    /// Whether the headers of an answer tell of a limit of this dimension.
    public boolean hasHeaderFor(Dimension dimension) {
        return this != GEMINI && (dimension == requestsHeader || dimension == Dimension.TOKENS_PER_MINUTE);
    }

    /// The dialect of a provider that does not say: that of its name, where a provider of this name has its own.
    static Dialect named(String provider) {
        return switch (provider) {
            case "groq" -> GROQ;
            case "anthropic" -> ANTHROPIC;
            case "gemini" -> GEMINI;
            default -> OPENAI;
        };
    }

    Voice voice() {
        return switch (this) {
            case GROQ, OPENAI -> new OpenAiVoice(this);
            case ANTHROPIC -> new AnthropicVoice();
            case GEMINI -> new GeminiVoice();
        };
    }
}
