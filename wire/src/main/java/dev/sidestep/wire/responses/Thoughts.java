package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;

/// Reasoning items: what the model thought, and the state that only its issuer can read.
///
/// Another format's state travels in the same field, as a token that names its issuer; SDKs and Codex hand it back as
/// it
/// is, whether they asked for `reasoning.encrypted_content` or not.
final class Thoughts {
    /// Separates the parts of a summary, which other formats take as one text.
    static final String SEPARATOR = "\n\n";

    /// The kind of another format's state that has no text at all.
    private static final String REDACTED = "redacted_thinking";

    /// The kind of the state of thoughts that nothing proves.
    private static final String UNPROVEN = "unproven";

    private Thoughts() {}

    /// What a reasoning item says.
    ///
    /// @param issuer of the item's state, as `account/model`; empty where nobody knows
    static Part read(JsonNode item, String issuer) {
        String text = text(item);
        String state = item.path(Names.ENCRYPTED_CONTENT).asText("");
        if (state.isEmpty() || item.path(Names.ENCRYPTED_CONTENT).isNull()) {
            return new Part.Thinking(text, null, Extras.NONE);
        }
        Opaque opaque = opaque(state, issuer);
        if (opaque.kind().equals(UNPROVEN)) {
            return new Part.Thinking(text, null, Extras.NONE);
        }
        return opaque.kind().equals(REDACTED) && text.isEmpty()
                ? new Part.RedactedThinking(opaque)
                : new Part.Thinking(text, opaque, Extras.NONE);
    }

    /// The state of a reasoning item.
    static Opaque opaque(String state, String issuer) {
        return Opaque.isToken(state)
                ? Opaque.of(WireFormat.RESPONSES, Names.ENCRYPTED_CONTENT, state)
                : new Opaque(WireFormat.RESPONSES, issuer, Names.ENCRYPTED_CONTENT, state);
    }

    /// The state as a client gets it.
    static String state(Opaque opaque) {
        return opaque.wire() == WireFormat.RESPONSES && opaque.issuer().isEmpty() ? opaque.data() : opaque.token();
    }

    /// The state of thoughts that have none: it tells them from a provider's own, which would look for an item of this
    /// id among its stored answers and refuse the call.
    static String unproven() {
        return new Opaque(WireFormat.RESPONSES, "", UNPROVEN, "").token();
    }

    /// The raw thoughts where there are some, else their summary.
    private static String text(JsonNode item) {
        String content = joined(item.path("content"));
        return content.isEmpty() ? joined(item.path("summary")) : content;
    }

    private static String joined(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            String piece = part.path("text").asText("");
            text.append(text.isEmpty() || piece.isEmpty() ? "" : SEPARATOR).append(piece);
        }
        return text.toString();
    }

    /// A summary of one part, or of none where there is no text.
    static ArrayNode summary(String text) {
        ArrayNode summary = Trees.array();
        if (!text.isEmpty()) {
            summary.add(summaryPart(text));
        }
        return summary;
    }

    static ObjectNode summaryPart(String text) {
        return Trees.object().put("type", "summary_text").put("text", text);
    }
}
