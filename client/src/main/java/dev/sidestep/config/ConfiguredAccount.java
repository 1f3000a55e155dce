package dev.sidestep.config;

import dev.sidestep.core.Account;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An account with all that is needed to ask it. Immutable.
///
/// @param account who it is and what it offers, in the engine's words
/// @param baseUrl what `/chat/completions` is appended to, without a slash at its end; the only
///     place its key is sent to
/// @param givenKey the key, or null where the provider wants none
/// @param headers further headers of every request
/// @param wire the wire format it speaks: `openai`
public record ConfiguredAccount(
        Account account, URI baseUrl, @Nullable Secret givenKey, Map<String, Secret> headers, String wire) {

    public ConfiguredAccount {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// Its key, where it has one.
    public Optional<Secret> key() {
        return Optional.ofNullable(givenKey);
    }
}
