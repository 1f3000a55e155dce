package dev.sidestep.wire.responses;

import dev.sidestep.wire.canonical.Reasoning.Effort;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Words of the wire format that are both read and written.
final class Names {
    /// What to include for the probabilities of the answer's tokens.
    static final String LOGPROBS = "message.output_text.logprobs";

    /// What to include for thoughts that can be sent again.
    static final String ENCRYPTED = "reasoning.encrypted_content";

    /// The field of a reasoning item that only its issuer can read, and the kind of the state in it.
    static final String ENCRYPTED_CONTENT = "encrypted_content";

    /// Fields of an item that say nothing elsewhere.
    static final Set<String> ITEM = Set.of("type", "id", "status", "object", "created_by");

    private Names() {}

    /// The effort of a word; empty for one that nobody knows.
    static Optional<Effort> effort(String word) {
        return Arrays.stream(Effort.values())
                .filter(effort -> word(effort).equals(word))
                .findFirst();
    }

    /// The word for an effort.
    static String word(Effort effort) {
        return effort.name().toLowerCase(Locale.ROOT);
    }
}
