package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.json.Trees;

/// Writes the body of a `generateContent` call.
final class GeminiRequestWriter {
    private GeminiRequestWriter() {}

    /// The body, and what it lacks of the call.
    static Fitting write(Draft draft) {
        ObjectNode body = Trees.object();
        GeminiTurnWriter conversation = GeminiTurnWriter.of(draft);
        conversation.systemInstruction().ifPresent(system -> body.set("systemInstruction", system));
        body.set("contents", conversation.contents());
        new ToolWriter(draft).write(body);
        ObjectNode config = new ConfigWriter(draft).write();
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        draft.losses().extras(draft.request().extras());
        return new Fitting(Trees.bytes(body), draft.losses().list());
    }
}
