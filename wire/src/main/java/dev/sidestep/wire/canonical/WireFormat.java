package dev.sidestep.wire.canonical;

import java.util.Arrays;
import java.util.Optional;

/// A format of requests and answers.
public enum WireFormat {
    /// OpenAI's Chat Completions, and everything compatible with it.
    OPENAI("openai"),
    /// OpenAI's Responses.
    RESPONSES("responses"),
    /// Anthropic's Messages.
    ANTHROPIC("anthropic"),
    /// Google's `generateContent`; no client of ours speaks it, only providers do.
    GEMINI("gemini");

    private final String id;

    WireFormat(String id) {
        this.id = id;
    }

    /// Its name in configuration and logs.
    public String id() {
        return id;
    }

    /// The format of a name.
    public static Optional<WireFormat> of(String id) {
        return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
    }
}
