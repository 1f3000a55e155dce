package dev.sidestep.wire.canonical;

import dev.sidestep.core.quota.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A whole answer in no wire format's words. Immutable.
///
/// @param id the provider's name for it; empty where it gave none
/// @param model which model the provider says answered; empty where it does not say
/// @param parts in order; none for an answer without content
/// @param knownUsage the tokens, or null where it does not say
public record CanonicalAnswer(
        String id,
        String model,
        List<Part> parts,
        Finish finish,
        @Nullable Usage knownUsage) {
    public CanonicalAnswer {
        parts = List.copyOf(parts);
    }

    /// The tokens, where it says.
    public Optional<Usage> usage() {
        return Optional.ofNullable(knownUsage);
    }
}
