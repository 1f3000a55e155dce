package dev.sidestep.gateway.metrics;

import dev.sidestep.exchange.Call;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.Locale;

/// What a call was asked at, as figures tell it.
enum Endpoint {
    /// OpenAI's Chat Completions.
    CHAT,
    /// OpenAI's Responses.
    RESPONSES,
    /// Anthropic's Messages.
    MESSAGES,
    /// Vectors for texts.
    EMBEDDINGS,
    /// A configured agent.
    AGENT;

    private final String id = name().toLowerCase(Locale.ROOT);

    /// The endpoint that takes such calls.
    static Endpoint of(Call call) {
        return switch (call.kind()) {
            case EMBEDDINGS -> EMBEDDINGS;
            case AGENT -> AGENT;
            case CHAT -> of(call.wire());
        };
    }

    private static Endpoint of(WireFormat wire) {
        return switch (wire) {
            case OPENAI, GEMINI -> CHAT;
            case RESPONSES -> RESPONSES;
            case ANTHROPIC -> MESSAGES;
        };
    }

    /// The label's value.
    String id() {
        return id;
    }
}
