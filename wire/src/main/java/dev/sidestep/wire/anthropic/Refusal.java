package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.json.Trees;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A reason for which a provider refuses a call that it takes once it is repaired. It says nothing about the provider's
/// health, and one more attempt at the same target is worth its while.
enum Refusal {
    /// A thought was changed, or signed for somebody else.
    THINKING(
            Repair.WITHOUT_THINKING,
            List.of(
                    "signature` in `thinking`",
                    "invalid signature in thinking",
                    "blocks in the latest assistant message cannot be modified")),
    /// The provider could not fetch an image or a document; its bytes in the request would do.
    DOWNLOAD(Repair.WITH_MEDIA_BROUGHT, List.of("robots.txt", "unable to download", "failed to download"));

    private final Repair repair;
    private final List<String> words;

    Refusal(Repair repair, List<String> words) {
        this.repair = repair;
        this.words = words;
    }

    /// What makes the call acceptable.
    Repair repair() {
        return repair;
    }

    /// What an error answer is, where it is one of these: only status 400 is, and only by the error's own message.
    static Optional<Refusal> of(int status, byte[] body) {
        if (status != 400) {
            return Optional.empty();
        }
        String message = Trees.parse(body)
                .map(error -> message(error).toLowerCase(Locale.ROOT))
                .orElse("");
        for (Refusal refusal : values()) {
            if (refusal.words.stream().anyMatch(message::contains)) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    private static String message(JsonNode error) {
        return error.path("error").path("message").asText();
    }
}
