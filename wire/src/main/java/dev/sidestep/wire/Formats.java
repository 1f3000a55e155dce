package dev.sidestep.wire;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.anthropic.AnthropicFormat;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.UpstreamFormat;
import dev.sidestep.wire.gemini.GeminiFormat;
import dev.sidestep.wire.openai.OpenAiFormat;
import dev.sidestep.wire.responses.ResponsesFormat;
import java.util.List;

/// The wire formats there are.
public final class Formats {
    private Formats() {}

    /// How clients speak a format.
    ///
    /// @throws IllegalArgumentException for one that only providers speak
    public static ClientFormat ofClients(WireFormat wire) {
        return switch (wire) {
            case OPENAI -> OpenAiFormat.INSTANCE;
            case RESPONSES -> ResponsesFormat.INSTANCE;
            case ANTHROPIC -> AnthropicFormat.INSTANCE;
            case GEMINI -> throw new IllegalArgumentException("no client speaks " + wire.id());
        };
    }

    /// How providers speak a format.
    public static UpstreamFormat ofProviders(WireFormat wire) {
        return switch (wire) {
            case OPENAI -> OpenAiFormat.INSTANCE;
            case RESPONSES -> ResponsesFormat.INSTANCE;
            case ANTHROPIC -> AnthropicFormat.INSTANCE;
            case GEMINI -> GeminiFormat.INSTANCE;
        };
    }

    /// The format in which a call goes to a target: the client's own where the endpoint speaks it and the model takes
    /// such a call in it, else the endpoint's usual one.
    ///
    /// @param spoken by the endpoint, the usual one first
    public static UpstreamFormat between(ClientCall call, List<WireFormat> spoken, Aim aim) {
        WireFormat usual = spoken.contains(call.wire()) ? call.wire() : spoken.getFirst();
        boolean isMoved = usual == WireFormat.OPENAI
                && spoken.contains(WireFormat.RESPONSES)
                && !call.needs().features().contains(Feature.CUSTOM_TOOLS)
                && ResponsesOnly.isNeeded(aim.model().id(), hasTools(call), effort(call));
        return ofProviders(isMoved ? WireFormat.RESPONSES : usual);
    }

    private static boolean hasTools(ClientCall call) {
        return call.needs().features().contains(Feature.TOOLS);
    }

    /// The reasoning effort that a chat call asks for, as raw JSON; empty where it asks for none.
    private static String effort(ClientCall call) {
        return call.body().field("reasoning_effort").map(call.body()::json).orElse("");
    }
}
