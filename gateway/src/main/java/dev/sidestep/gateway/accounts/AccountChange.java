package dev.sidestep.gateway.accounts;

import java.util.List;

/// What a person changes at an account that stays where it is. Immutable.
public sealed interface AccountChange {
    /// These models come first from now on, in this order; the account's others follow as they did.
    ///
    /// @param models ids; empty to have none before the others
    record Pinned(List<String> models) implements AccountChange {
        public Pinned {
            models = List.copyOf(models);
        }
    }

    /// These models are not asked through this account any more, and all its others are.
    ///
    /// @param models ids
    record Without(List<String> models) implements AccountChange {
        public Without {
            models = List.copyOf(models);
        }
    }

    /// Whether the account is asked at all.
    record Disabled(boolean disabled) implements AccountChange {}
}
