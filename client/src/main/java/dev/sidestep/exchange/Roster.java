package dev.sidestep.exchange;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.core.Account;
import dev.sidestep.core.Model;
import dev.sidestep.core.Target;
import dev.sidestep.core.selection.Targets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The accounts and routes that the configuration names, from which targets are made. Immutable.
///
/// @param accounts in order, with the models that the configuration gives them
/// @param disabled those that are kept, and not asked
/// @param routes public names for models or targets
public record Roster(
        List<ConfiguredAccount> accounts, List<ConfiguredAccount> disabled, Map<String, List<String>> routes) {
    public Roster {
        disabled = List.copyOf(disabled);
        accounts = List.copyOf(accounts);
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    }

    /// The accounts whose models the provider's own list corrects.
    List<ConfiguredAccount> following() {
        return accounts.stream().filter(ConfiguredAccount::followsList).toList();
    }

    /// The target's place among those that its account pins, from 1; empty where it is none of them.
    public OptionalInt pinned(Target target) {
        return accounts.stream()
                .filter(each -> each.account().equals(target.account()))
                .findFirst()
                .map(each -> each.choice().place(target.model().id()))
                .orElseGet(OptionalInt::empty);
    }

    /// True where a route names the account's model.
    boolean isRouted(Account account, String model) {
        Set<String> names = names(account, model);
        return routes.values().stream().flatMap(List::stream).anyMatch(names::contains);
    }

    /// The targets where these accounts have other models than configured.
    ///
    /// @param models by account name
    Targets targets(Map<String, List<Model>> models) {
        List<Account> offering =
                accounts.stream().map(account -> offering(account, models)).toList();
        return Targets.of(offering, isFixed() ? routes : known(offering));
    }

    private static Account offering(ConfiguredAccount configured, Map<String, List<Model>> models) {
        Account account = configured.account();
        List<Model> offered = models.getOrDefault(account.name(), account.models());
        return with(account, configured.choice().of(offered));
    }

    /// True where every model is asked that the configuration names, and no other ever will be.
    private boolean isFixed() {
        return disabled.isEmpty()
                && accounts.stream()
                        .allMatch(each ->
                                !each.followsList() && each.choice().without().isEmpty());
    }

    private static Account with(Account account, List<Model> models) {
        return new Account(account.name(), account.provider(), account.quotaGroup(), models, account.attemptsPerCall());
    }

    /// The routes without what no account is asked for as far as is known now: a provider's list may name it later.
    private Map<String, List<String>> known(List<Account> offering) {
        Set<String> known = new HashSet<>(routes.keySet());
        offering.forEach(account -> account.models().forEach(model -> known.addAll(names(account, model.id()))));
        Map<String, List<String>> kept = new LinkedHashMap<>();
        routes.forEach((name, members) -> {
            List<String> offered = members.stream().filter(known::contains).toList();
            if (!offered.isEmpty()) {
                kept.put(name, offered);
            }
        });
        return kept;
    }

    /// The names under which an account's model can be asked for.
    private static Set<String> names(Account account, String model) {
        return new HashSet<>(List.of(
                model,
                account.name() + "/" + model,
                account.provider().name() + "/" + model,
                account.provider().type() + "/" + model));
    }
}
