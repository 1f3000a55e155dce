package dev.sidestep.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One credential at a provider, and the models it may be asked for. Immutable; the credential itself is kept
/// elsewhere.
///
/// @param name unique among the configured accounts (`groq-free`), without a slash
/// @param provider whose account it is
/// @param quotaGroup accounts of one quota group share one quota; by default the account's own name
/// @param models in the order of preference, each id once
/// @param attemptsPerCall at most so many targets of this account are tried in one call, at least 1
public record Account(String name, Provider provider, String quotaGroup, List<Model> models, int attemptsPerCall) {

    public Account {
        if (name.isBlank()) {
            throw new IllegalArgumentException("account name must not be blank");
        }
        if (name.contains("/")) {
            throw new IllegalArgumentException(
                    "account name must not contain '/', which ends it in account/model: " + name);
        }
        if (attemptsPerCall < 1) {
            throw new IllegalArgumentException("attempts-per-provider must be at least 1: " + attemptsPerCall);
        }
        models = List.copyOf(models);
        Set<String> ids = new LinkedHashSet<>();
        for (Model model : models) {
            if (!ids.add(model.id())) {
                throw new IllegalArgumentException("account " + name + " names model " + model.id() + " twice");
            }
        }
    }

    /// An account with a quota of its own, all of whose models may be tried in a call.
    public static Account of(String name, Provider provider, List<Model> models) {
        return new Account(name, provider, name, models, Integer.MAX_VALUE);
    }

    /// Accounts are told apart by their names, which are unique among the configured ones; comparing
    /// their models each time an account is looked up would cost more than the whole decision.
    @Override
    public boolean equals(Object other) {
        return other instanceof Account that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
