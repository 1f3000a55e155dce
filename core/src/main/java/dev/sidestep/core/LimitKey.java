package dev.sidestep.core;

import java.util.List;

/// What a provider's limit holds back: the key under which cooldowns are kept. Made of names alone,
/// so that it outlives a reload of the configuration. Immutable; its hash is computed once, since
/// it is looked up for every target that is considered.
public final class LimitKey {
    private final LimitScope scope;
    private final String holder;
    private final String model;
    private final int hash;

    private LimitKey(LimitScope scope, String holder, String model) {
        this.scope = scope;
        this.holder = holder;
        this.model = model;
        this.hash = (scope.ordinal() * 31 + holder.hashCode()) * 31 + model.hashCode();
    }

    /// The key under which a refusal of this scope by this target is kept.
    public static LimitKey of(LimitScope scope, Account account, Model model) {
        return switch (scope) {
            case MODEL -> new LimitKey(scope, account.quotaGroup(), model.id());
            case QUOTA_GROUP -> new LimitKey(scope, account.quotaGroup(), "");
            case ACCOUNT -> new LimitKey(scope, account.name(), "");
            case ACCOUNT_MODEL -> new LimitKey(scope, account.name(), model.id());
            case PROVIDER_MODEL -> new LimitKey(scope, account.provider().type(), model.id());
        };
    }

    /// The key that was told apart into these parts.
    ///
    /// @param holder the quota group, account or provider type, by scope
    /// @param model empty where every model is meant
    public static LimitKey named(LimitScope scope, String holder, String model) {
        return new LimitKey(scope, holder, model);
    }

    /// Every key that can hold a model back when it is asked for through the account.
    static List<LimitKey> allOf(Account account, Model model) {
        return List.of(
                of(LimitScope.MODEL, account, model),
                of(LimitScope.QUOTA_GROUP, account, model),
                of(LimitScope.ACCOUNT, account, model),
                of(LimitScope.ACCOUNT_MODEL, account, model),
                of(LimitScope.PROVIDER_MODEL, account, model));
    }

    /// How far the limit reaches.
    public LimitScope scope() {
        return scope;
    }

    /// The quota group, account or provider type that it belongs to, by scope.
    public String holder() {
        return holder;
    }

    /// The model, or empty where every model is meant.
    public String model() {
        return model;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LimitKey that
                && hash == that.hash
                && scope == that.scope
                && holder.equals(that.holder)
                && model.equals(that.model);
    }

    /// Made of the names' text, so that all processes agree on it.
    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return scope.id() + ":" + holder + (model.isEmpty() ? "" : "/" + model);
    }
}
