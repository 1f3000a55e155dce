package dev.sidestep.store.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call with its attempts, in order. Immutable.
///
/// @param call the call
/// @param attempts its attempts
/// @param knownContent what was said, or null where it is not recorded
public record CallDetail(
        CallRow call, List<AttemptRow> attempts, @Nullable Content knownContent) {
    public CallDetail {
        attempts = List.copyOf(attempts);
    }

    /// What was said, where it is recorded.
    public Optional<Content> content() {
        return Optional.ofNullable(knownContent);
    }
}
