package dev.sidestep.call;

import dev.sidestep.core.failover.Attempt;
import dev.sidestep.core.quota.Expected;
import dev.sidestep.core.quota.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt that is over, and what it took. Immutable.
///
/// @param attempt with its real end: of a stream that broke after its first content, how and when it broke
/// @param isSent false where the request certainly never left for the provider
/// @param expected what it was expected to take
/// @param knownUsage what the provider counted, or null where it did not tell
/// @param firstContentNanos from the attempt's start to its first content, or to the whole answer; [#NEVER] where none
///     came
public record Expense(
        Attempt attempt,
        boolean isSent,
        Expected expected,
        @Nullable Usage knownUsage,
        long firstContentNanos) {
    /// No content came.
    public static final long NEVER = -1;

    /// What the provider counted, where it told.
    public Optional<Usage> usage() {
        return Optional.ofNullable(knownUsage);
    }

    /// True where content came, whatever became of the rest.
    public boolean hasContent() {
        return firstContentNanos != NEVER;
    }
}
