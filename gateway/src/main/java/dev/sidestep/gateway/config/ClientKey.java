package dev.sidestep.gateway.config;

import dev.sidestep.config.Secret;
import dev.sidestep.core.queue.Priority;
import dev.sidestep.gateway.auth.ApiKeys;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A key that callers may show. Immutable.
///
/// @param secret the key itself, which is never shown
/// @param name what it is called where people see it; not blank
/// @param knownPriority of the calls that are made with it, or null for the configured one
public record ClientKey(
        Secret secret, String name, @Nullable Priority knownPriority) {
    /// Enough to tell keys apart, and far too little to find one.
    private static final int HASH_DIGITS = 8;

    /// A key whose calls have the configured priority, and that has no name of its own.
    public static ClientKey of(Secret secret) {
        return new ClientKey(secret, usualName(secret), null);
    }

    /// What a key is called that nobody gave a name.
    static String usualName(Secret secret) {
        return "key-" + ApiKeys.callerOf(secret).substring(0, HASH_DIGITS);
    }

    /// The priority of the calls that are made with it, where it has its own.
    public Optional<Priority> priority() {
        return Optional.ofNullable(knownPriority);
    }
}
