package dev.sidestep.gateway.accounts;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.AccountQuotas;
import dev.sidestep.config.ConfigException;
import dev.sidestep.config.ProviderConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import java.util.List;
import java.util.Optional;

/// Puts accounts that were added beside those of the configuration.
final class Merging {
    /// So that they come after the configuration's accounts of their provider's type.
    private static final int LAST = 1_000;

    private Merging() {}

    /// The configuration with the account at the end.
    ///
    /// @throws ConfigException where it does not fit in
    static SidestepConfig with(SidestepConfig calls, AddedAccount account, Optional<Secret> key) {
        AccountConfig.Builder described = AccountConfig.builder(account.name())
                .provider(account.provider())
                .quotaGroup(account.quotaGroup())
                .models(account.models())
                .baseUrl(account.baseUrl())
                .priority(LAST)
                .quotas(AccountQuotas.named(account.quotas()))
                .pinned(account.pinned())
                .without(account.without())
                .disabled(account.isDisabled());
        key.ifPresent(described::key);
        return calls.provider(account.provider()).isPresent()
                ? calls.with(described.build())
                : calls.with(provider(account), described.build());
    }

    /// A provider of its own.
    private static ProviderConfig provider(AddedAccount account) {
        return ProviderConfig.builder(account.provider(), account.baseUrl())
                .wires(List.of(account.wire()))
                .build();
    }
}
