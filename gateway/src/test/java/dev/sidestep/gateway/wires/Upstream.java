package dev.sidestep.gateway.wires;

import dev.sidestep.wire.canonical.WireFormat;
import java.util.Locale;

/// A wire format that a simulated provider speaks, and nothing else, with a model of each kind.
enum Upstream {
    /// OpenAI's Chat Completions.
    CHAT("openai", "/openai/v1", WireFormat.OPENAI, "gpt-4.1", "gpt-5.1"),
    /// OpenAI's Responses.
    RESPONSES("openai", "/replies/v1", WireFormat.RESPONSES, "gpt-4.1", "gpt-5.5"),
    /// Anthropic's Messages.
    MESSAGES("anthropic", "/anthropic/v1", WireFormat.ANTHROPIC, "claude-sonnet-4-5-20250929", "claude-opus-5"),
    /// Gemini's generateContent.
    GEMINI("gemini", "/gemini/v1beta", WireFormat.GEMINI, "gemini-2.5-flash", "gemini-3-flash-preview");

    private final String type;
    private final String path;
    private final WireFormat wire;
    private final String plainModel;
    private final String thinkingModel;

    Upstream(String type, String path, WireFormat wire, String plainModel, String thinkingModel) {
        this.type = type;
        this.path = path;
        this.wire = wire;
        this.plainModel = plainModel;
        this.thinkingModel = thinkingModel;
    }

    /// The name of its provider and of the account there.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The family that the catalogue and the tables of capabilities know it by.
    String type() {
        return type;
    }

    String path() {
        return path;
    }

    WireFormat wire() {
        return wire;
    }

    String plainModel() {
        return plainModel;
    }

    /// A model that thinks before it answers, of the newest kind.
    String thinkingModel() {
        return thinkingModel;
    }

    String model(boolean thinks) {
        return thinks ? thinkingModel : plainModel;
    }
}
