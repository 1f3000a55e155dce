package dev.sidestep.gateway.config;

import dev.sidestep.config.Secret;
import dev.sidestep.core.queue.Priority;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A key that callers may show. Immutable.
///
/// @param secret the key itself
/// @param knownPriority of the calls that are made with it, or null for the configured one
public record ClientKey(Secret secret, @Nullable Priority knownPriority) {
    /// A key whose calls have the configured priority.
    public static ClientKey of(Secret secret) {
        return new ClientKey(secret, null);
    }

    /// The priority of the calls that are made with it, where it has its own.
    public Optional<Priority> priority() {
        return Optional.ofNullable(knownPriority);
    }
}
