package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;

/// Where this format has room for what a provider wants back with a tool call:
/// `extra_content.google.thought_signature`,
/// which is Google's own (https://ai.google.dev/gemini-api/docs/openai).
final class Signatures {
    /// Its kind as opaque state of this format.
    static final String KIND = "thought_signature";

    private Signatures() {}

    /// The field's value for a client: signatures of other formats go as tokens.
    static ObjectNode forClient(Opaque opaque) {
        return of(opaque.wire() == WireFormat.OPENAI ? opaque.data() : opaque.token());
    }

    /// The field's value for the provider that issued it.
    static ObjectNode forIssuer(Opaque opaque) {
        return of(opaque.data());
    }

    /// The signature of a tool call; a missing node where it has none.
    static JsonNode of(JsonNode toolCall) {
        return in(toolCall.path("extra_content"));
    }

    /// The signature in the field; a missing node where it has none.
    static JsonNode in(JsonNode extraContent) {
        return extraContent.path("google").path(KIND);
    }

    private static ObjectNode of(String signature) {
        ObjectNode content = Trees.object();
        content.putObject("google").put(KIND, signature);
        return content;
    }
}
