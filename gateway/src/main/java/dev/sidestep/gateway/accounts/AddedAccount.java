package dev.sidestep.gateway.accounts;

import dev.sidestep.wire.canonical.WireFormat;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An account that was added while the gateway ran, as it stands in its file. Immutable.
///
/// @param name unique among all accounts
/// @param provider whose it is; one of its own where nobody else knows that name
/// @param baseUrl where its key is sent, and nowhere else
/// @param wire the wire format it usually speaks, where the provider is its own
/// @param models ids in the order of preference; empty for all that the provider is known to offer
/// @param quotaGroup accounts of one group share one quota
/// @param quotas limits of each model by their words in the configuration
/// @param pinned models that come first
/// @param without models that are not asked
/// @param isDisabled whether it is kept, and not asked
/// @param addedAt when
/// @param knownKey its key as the vault sealed it, or null where it has none
record AddedAccount(
        String name,
        String provider,
        URI baseUrl,
        WireFormat wire,
        List<String> models,
        String quotaGroup,
        Map<String, Long> quotas,
        List<String> pinned,
        List<String> without,
        boolean isDisabled,
        Instant addedAt,
        @Nullable String knownKey) {

    AddedAccount {
        models = List.copyOf(models);
        quotas = Collections.unmodifiableMap(new LinkedHashMap<>(quotas));
        pinned = List.copyOf(pinned);
        without = List.copyOf(without);
    }

    /// Its key as the vault sealed it, where it has one.
    Optional<String> sealedKey() {
        return Optional.ofNullable(knownKey);
    }

    /// For whom its key is sealed: this account, at this address.
    String owner() {
        return name + "\n" + baseUrl;
    }

    /// The same with its key.
    AddedAccount sealed(@Nullable String key) {
        return new AddedAccount(
                name, provider, baseUrl, wire, models, quotaGroup, quotas, pinned, without, isDisabled, addedAt, key);
    }

    /// The same after a change.
    AddedAccount with(AccountChange change) {
        return switch (change) {
            case AccountChange.Pinned(var first) -> with(first, without, isDisabled);
            case AccountChange.Without(var unasked) -> with(pinned, unasked, isDisabled);
            case AccountChange.Disabled(var disabled) -> with(pinned, without, disabled);
        };
    }

    private AddedAccount with(List<String> first, List<String> unasked, boolean disabled) {
        return new AddedAccount(
                name, provider, baseUrl, wire, models, quotaGroup, quotas, first, unasked, disabled, addedAt, knownKey);
    }
}
