package dev.sidestep.exchange;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Model;
import dev.sidestep.core.Target;
import dev.sidestep.core.quota.QuotaLimit;
import dev.sidestep.core.selection.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that the configuration decides about calls. Immutable: a reload replaces it whole,
/// and calls under way keep theirs.
///
/// @param targets what can be asked
/// @param endpoints by account name
/// @param quotas the limits that the operator told
/// @param knobs everything else
/// @param roster what the targets were made of
public record Setup(
        Targets targets,
        Map<String, Endpoint> endpoints,
        Map<LimitKey, List<QuotaLimit>> quotas,
        Knobs knobs,
        Roster roster) {

    public Setup {
        endpoints = Map.copyOf(endpoints);
        quotas = Map.copyOf(quotas);
        for (Account account : targets.accounts()) {
            if (!endpoints.containsKey(account.name())) {
                throw new IllegalArgumentException("account " + account.name() + " has no endpoint");
            }
        }
    }

    /// The setup that a configuration asks for.
    public static Setup of(SidestepConfig config) {
        Roster roster = new Roster(config.resolve(), config.disabled(), config.routes());
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        for (ConfiguredAccount configured : roster.accounts()) {
            endpoints.put(
                    configured.account().name(),
                    new Endpoint(configured.baseUrl(), configured.key(), configured.headers(), configured.wires()));
        }
        return new Setup(roster.targets(Map.of()), endpoints, config.quotas(), config.knobs(), roster);
    }

    /// The same where these accounts have other models than those that the configuration gives them.
    ///
    /// @param models by account name
    Setup offering(Map<String, List<Model>> models) {
        return new Setup(roster.targets(models), endpoints, quotas, knobs, roster);
    }

    Endpoint endpoint(Target target) {
        return endpoint(target.account().name());
    }

    Endpoint endpoint(String account) {
        Endpoint endpoint = endpoints.get(account);
        if (endpoint == null) {
            throw new IllegalStateException("no endpoint for " + account);
        }
        return endpoint;
    }

    /// What people read for an account: its provider's type, or its own name where the type has
    /// several accounts.
    public String label(Account account) {
        String type = account.provider().type();
        long ofType = targets.accounts().stream()
                .filter(other -> other.provider().type().equals(type))
                .count();
        return ofType > 1 ? account.name() : type;
    }

    /// What people read for a target: `groq/llama-3.1-8b-instant`.
    public String label(Target target) {
        return label(target.account()) + "/" + target.model().id();
    }

    /// The display names of the configured provider types, in order.
    public Map<String, String> displayNames() {
        Map<String, String> names = new LinkedHashMap<>();
        targets.accounts()
                .forEach(account -> names.putIfAbsent(
                        account.provider().type(), account.provider().displayName()));
        return names;
    }
}
