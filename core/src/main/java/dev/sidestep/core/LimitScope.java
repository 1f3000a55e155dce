package dev.sidestep.core;

/// How far a provider's refusal reaches.
public enum LimitScope {
    /// One model, for everybody who shares the quota: the usual rate limit.
    MODEL("model"),
    /// Every model of the accounts that share the quota: an organisation's limit.
    QUOTA_GROUP("quota-group"),
    /// One credential: a bad key, a key's own limit.
    ACCOUNT("account"),
    /// One model through one credential: the key has no access to it.
    ACCOUNT_MODEL("account-model"),
    /// One model on every account of the provider: it was retired.
    PROVIDER_MODEL("provider-model");

    private final String id;

    LimitScope(String id) {
        this.id = id;
    }

    /// The scope's name in the status and in logs.
    public String id() {
        return id;
    }
}
