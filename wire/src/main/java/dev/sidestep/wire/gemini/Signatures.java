package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.List;
import java.util.Optional;

/// Thought signatures: the model's state of mind, which goes back with the part that it came with, and to its issuer
/// alone. See <https://ai.google.dev/gemini-api/docs/thought-signatures>.
final class Signatures {
    /// What they are called in a part, and as opaque state.
    static final String FIELD = "thoughtSignature";

    /// What Google lets stand in place of a signature that nobody has, as for calls of another provider's model.
    private static final String PLACEHOLDER = "skip_thought_signature_validator";

    private Signatures() {}

    /// The signature in what a part bears, where it is this target's.
    static Optional<String> of(Opaque opaque, String target) {
        return opaque.isFor(WireFormat.GEMINI, target) && opaque.kind().equals(FIELD)
                ? Optional.of(opaque.data())
                : Optional.empty();
    }

    /// The signature that a part came with.
    static Optional<Opaque> in(JsonNode part, String target) {
        String data = part.path(FIELD).asText("");
        return data.isEmpty() ? Optional.empty() : Optional.of(new Opaque(WireFormat.GEMINI, target, FIELD, data));
    }

    /// Gives the first call of each step of the current turn a placeholder where it has no signature; its siblings
    /// stay as they are.
    static void complete(List<Content> contents) {
        contents.subList(currentTurn(contents), contents.size()).forEach(Signatures::completeStep);
    }

    /// Where the current turn begins: at the last thing that the user said, results of functions apart.
    private static int currentTurn(List<Content> contents) {
        int at = contents.size();
        do {
            at--;
        } while (at > 0 && (contents.get(at).isModel() || contents.get(at).has("functionResponse")));
        return Math.max(at, 0);
    }

    private static void completeStep(Content step) {
        step.first("functionCall").ifPresent(Signatures::complete);
    }

    private static void complete(ObjectNode call) {
        if (!call.has(FIELD)) {
            call.put(FIELD, PLACEHOLDER);
        }
    }
}
