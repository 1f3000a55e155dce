package dev.sidestep.core;

import java.util.List;

/// A model asked for through one account: the thing that is rate limited. Immutable; equal where
/// account name and model id are.
public final class Target {
    private final Account account;
    private final Model model;
    private final int ordinal;
    private final String name;
    private final List<LimitKey> limitKeys;

    /// @param ordinal its place among all configured targets, from 0
    public Target(Account account, Model model, int ordinal) {
        this.account = account;
        this.model = model;
        this.ordinal = ordinal;
        this.name = account.name() + "/" + model.id();
        this.limitKeys = LimitKey.allOf(account, model);
    }

    /// Through which account.
    public Account account() {
        return account;
    }

    /// Which model.
    public Model model() {
        return model;
    }

    /// Its place among all configured targets, from 0.
    public int ordinal() {
        return ordinal;
    }

    /// `account/model`, as in headers and trails: `groq-free/llama-3.1-8b-instant`.
    public String name() {
        return name;
    }

    /// Every key under which a limit can hold it back.
    public List<LimitKey> limitKeys() {
        return limitKeys;
    }

    /// The type of the account's provider.
    public String providerType() {
        return account.provider().type();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
