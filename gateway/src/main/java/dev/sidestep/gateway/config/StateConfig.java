package dev.sidestep.gateway.config;

import dev.sidestep.config.Secret;
import dev.sidestep.store.Retention;
import dev.sidestep.store.StorePlace;
import dev.sidestep.store.share.ShareAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What outlives the process, and what is shared with other nodes. Immutable.
///
/// @param knownStore where state is kept, or null where nothing outlives the process
/// @param knownShare the server through which nodes share what they know, or null where this node is alone
/// @param retention how much of the ledger is kept
/// @param recordsContent whether the ledger holds what calls say and what they are answered
public record StateConfig(
        @Nullable StorePlace knownStore,
        @Nullable ShareAddress knownShare,
        Retention retention,
        boolean recordsContent) {
    /// Nothing outlives the process, and nothing is shared.
    public static final StateConfig NONE = new StateConfig(null, null, Retention.STANDARD, false);

    /// Where state is kept, where it is.
    public Optional<StorePlace> store() {
        return Optional.ofNullable(knownStore);
    }

    /// The server through which nodes share what they know, where they do.
    public Optional<ShareAddress> share() {
        return Optional.ofNullable(knownShare);
    }

    /// The passwords of where it is kept and shared.
    List<Secret> passwords() {
        List<String> passwords = new ArrayList<>();
        if (knownStore instanceof StorePlace.Postgres database) {
            passwords.add(database.password());
        }
        share().ifPresent(address -> passwords.add(address.password()));
        return passwords.stream()
                .filter(text -> !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c < 0x7f))
                .map(Secret::of)
                .toList();
    }

    /// The same, kept at this place.
    public StateConfig at(StorePlace place) {
        return new StateConfig(place, knownShare, retention, recordsContent);
    }

    /// The same, with nothing that outlives the process.
    public StateConfig withoutStore() {
        return new StateConfig(null, knownShare, retention, recordsContent);
    }

    /// The same, with or without what calls say.
    public StateConfig recordingContent(boolean value) {
        return new StateConfig(knownStore, knownShare, retention, value);
    }
}
