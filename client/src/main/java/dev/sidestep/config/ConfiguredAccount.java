package dev.sidestep.config;

import dev.sidestep.core.Account;
import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An account with all that is needed to ask it. Immutable.
///
/// @param account who it is and what it offers, in the engine's words
/// @param baseUrl what paths such as `/chat/completions` are appended to, without a slash at its end; the only
///     place its key is sent to
/// @param givenKey the key, or null where the provider wants none
/// @param headers further headers of every request
/// @param wires the wire formats it speaks, the usual one first
public record ConfiguredAccount(
        Account account, URI baseUrl, @Nullable Secret givenKey, Map<String, Secret> headers, List<WireFormat> wires) {

    public ConfiguredAccount {
        wires = List.copyOf(wires);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// Its key, where it has one.
    public Optional<Secret> key() {
        return Optional.ofNullable(givenKey);
    }
}
