package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.Optional;

/// What a model thought, on its way to a client of another wire format: only to one that asked. Many applications take
/// the first block or item of an answer for its text, and may, as long as they ask for no thoughts.
public final class Thoughts {
    private Thoughts() {}

    /// True where the client expects thoughts, or has a place for them that is in nobody's way.
    public static boolean areWanted(CanonicalRequest request) {
        Reasoning reasoning = request.reasoning();
        return request.origin() == WireFormat.OPENAI || reasoning.mode() == Reasoning.Mode.ON || reasoning.isShown();
    }

    /// The answer without them, and without the proofs that their issuer would want back.
    public static CanonicalAnswer without(CanonicalAnswer answer) {
        return new CanonicalAnswer(
                answer.id(),
                answer.model(),
                answer.parts().stream().flatMap(part -> without(part).stream()).toList(),
                answer.finish(),
                answer.knownUsage());
    }

    private static Optional<Part> without(Part part) {
        return switch (part) {
            case Part.Thinking _, Part.RedactedThinking _ -> Optional.empty();
            case Part.Text(var text, var _, var extras) -> Optional.of(new Part.Text(text, null, extras));
            default -> Optional.of(part);
        };
    }

    /// True for a step that is about them.
    static boolean areIn(StreamEvent step) {
        return step instanceof StreamEvent.Thinking
                || step instanceof StreamEvent.Redacted
                || step instanceof StreamEvent.Signed;
    }
}
