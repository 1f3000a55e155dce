package dev.sidestep.config;

import dev.sidestep.core.Account;
import dev.sidestep.core.Feature;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.Model;
import dev.sidestep.core.Provider;
import dev.sidestep.core.quota.QuotaLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/// Puts accounts, providers and catalogue together, and finds what does not fit. One use; not
/// thread-safe.
final class Resolution {
    private final SidestepConfig config;
    private final List<String> paths;
    private final Report report;
    private final Providers providers;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, ConfiguredAccount> groups = new HashMap<>();
    private final QuotaTable quotas;
    private final List<ConfiguredAccount> disabled = new ArrayList<>();

    Resolution(SidestepConfig config, Report report) {
        this(config, List.of(), report);
    }

    /// @param paths where each account stands; without, the index in the list
    Resolution(SidestepConfig config, List<String> paths, Report report) {
        this.config = config;
        this.paths = paths;
        this.report = report;
        this.providers = new Providers(config.providers());
        this.quotas = new QuotaTable(report);
    }

    /// The accounts in the order in which they are tried; those with mistakes and the disabled ones are left out.
    List<ConfiguredAccount> resolve() {
        Map<ConfiguredAccount, Integer> priorities = new LinkedHashMap<>();
        for (int i = 0; i < config.accounts().size(); i++) {
            AccountConfig account = config.accounts().get(i);
            account(paths.isEmpty() ? "accounts[" + i + "]" : paths.get(i), account)
                    .ifPresent(resolved -> {
                        if (account.isDisabled()) {
                            disabled.add(resolved);
                        } else {
                            priorities.put(resolved, account.priority());
                        }
                    });
        }
        List<ConfiguredAccount> accounts = byPriority(priorities);
        config.providers().forEach(this::fallbacks);
        config.routes().forEach((route, targets) -> route("routes." + route, targets, accounts));
        return accounts;
    }

    /// The disabled accounts, once the others were resolved.
    List<ConfiguredAccount> disabled() {
        return List.copyOf(disabled);
    }

    /// The names under which models can be asked for, once the accounts were resolved, and those under which they could
    /// be if nothing were disabled.
    Set<String> allNames(List<ConfiguredAccount> accounts) {
        List<ConfiguredAccount> all = new ArrayList<>(accounts);
        all.addAll(disabled);
        return names(all, each -> each.account().models());
    }

    /// The configured limits of the accounts that were resolved, by what they hold back.
    Map<LimitKey, List<QuotaLimit>> quotas() {
        return quotas.limits();
    }

    private Optional<ConfiguredAccount> account(String path, AccountConfig account) {
        if (!names.add(account.name())) {
            report.mistake(
                    path + ".name", "account '" + account.name() + "' is configured twice; name each differently");
            return Optional.empty();
        }
        Optional<ProviderConfig> found = providers.find(account.provider());
        if (found.isEmpty()) {
            report.mistake(path + ".provider", unknownProvider(account));
            return Optional.empty();
        }
        ProviderConfig provider = found.get();
        if (providers.has(account.name()) && !account.name().equals(provider.name())) {
            report.mistake(path + ".name", "account '" + account.name() + "' bears the name of another provider");
        }
        key(path, account, provider);
        ConfiguredAccount resolved = new ConfiguredAccount(
                new Account(
                        account.name(),
                        engineProvider(provider),
                        account.quotaGroup(),
                        models(path, account, provider),
                        config.knobs().attemptsPerProvider()),
                account.baseUrl().orElse(provider.baseUrl()),
                account.givenKey(),
                account.headers(),
                provider.wires(),
                followsList(account, provider),
                account.choice());
        new ChoiceReview(path, report).review(resolved);
        if (!account.isDisabled()) {
            quotaGroup(path, resolved);
            quotas.add(path, resolved.account(), account.quotas());
        }
        return Optional.of(resolved);
    }

    private void quotaGroup(String path, ConfiguredAccount account) {
        String group = account.account().quotaGroup();
        ConfiguredAccount first = groups.putIfAbsent(group, account);
        if (first != null && !type(first).equals(type(account))) {
            report.warning(
                    path + ".quota-group",
                    "quota group '" + group + "' holds account '"
                            + first.account().name() + "' of another provider:"
                            + " what limits one of them will hold back both");
        }
    }

    private String unknownProvider(AccountConfig account) {
        String words = "unknown provider " + Closest.quoted(account.provider())
                + Closest.suggestion(account.provider(), providers.names());
        return account.provider().equals(account.name())
                ? words + " (an account whose name begins with no provider's needs provider:)"
                : words;
    }

    private void key(String path, AccountConfig account, ProviderConfig provider) {
        boolean isUnneeded = account.isDisabled() || account.baseUrl().isPresent();
        if (provider.keyNeeded() && account.key().isEmpty() && account.headers().isEmpty() && !isUnneeded) {
            report.mistake(
                    path + ".key",
                    "an account at " + provider.displayName() + " needs a key, such as key: ${"
                            + provider.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY}");
        }
        if (account.key().isPresent() && BaseUrls.isPlainText(account.baseUrl().orElse(provider.baseUrl()))) {
            report.warning(path + ".base-url", "the key travels unencrypted: base-url is http and not on this machine");
        }
    }

    private List<Model> models(String path, AccountConfig account, ProviderConfig provider) {
        List<Model> known = provider.models().isEmpty() ? config.catalogue().of(provider.type()) : provider.models();
        List<Model> models =
                account.models().isEmpty() ? known : chosen(path, account.models(), known, provider.type());
        if (models.stream().noneMatch(model -> model.features().contains(Feature.CHAT))) {
            String text =
                    "no models of " + provider.displayName() + " are known: list them, such as models: [model-id]";
            if (config.modelsMayBeUnknown()) {
                report.warning(path, account.name() + ": " + text);
            } else if (account.models().isEmpty()) {
                report.mistake(path + ".models", text);
            }
        }
        Set<Feature> unsayable = WireFeatures.unsayable(provider.wires());
        return models.stream().map(model -> without(model, unsayable)).toList();
    }

    private boolean followsList(AccountConfig account, ProviderConfig provider) {
        return account.models().isEmpty()
                && provider.models().isEmpty()
                && config.catalogue().id().equals(Catalogue.CURRENT);
    }

    private List<Model> chosen(String path, List<String> ids, List<Model> known, String type) {
        Map<String, Model> byId = new LinkedHashMap<>();
        known.forEach(model -> byId.put(model.id(), model));
        Map<String, Model> chosen = new LinkedHashMap<>();
        for (String id : ids) {
            Model model = Optional.ofNullable(byId.get(id)).orElseGet(() -> Capabilities.unknown(type, id));
            if (chosen.put(id, model) != null) {
                report.mistake(path + ".models", "model " + Closest.quoted(id) + " is listed twice");
            }
            String suggestion = byId.containsKey(id) ? "" : Closest.suggestion(id, byId.keySet());
            if (!suggestion.isEmpty()) {
                report.warning(
                        path + ".models", "model " + Closest.quoted(id) + " is not in the catalogue" + suggestion);
            }
        }
        return List.copyOf(chosen.values());
    }

    private static Model without(Model model, Set<Feature> ignored) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(model.features());
        return features.removeAll(ignored) ? model.with(features) : model;
    }

    /// Its fallbacks as types: `groq-free` is of type `groq`.
    private Provider engineProvider(ProviderConfig provider) {
        List<String> types = provider.fallbacks().stream()
                .flatMap(name -> providers.type(name).stream())
                .filter(type -> !type.equals(provider.type()))
                .distinct()
                .toList();
        return new Provider(provider.name(), provider.type(), provider.displayName(), types, provider.counting());
    }

    private void fallbacks(ProviderConfig provider) {
        for (int i = 0; i < provider.fallbacks().size(); i++) {
            String fallback = provider.fallbacks().get(i);
            if (providers.type(fallback).isEmpty()) {
                report.mistake(
                        "providers." + provider.name() + ".fallbacks[" + i + "]",
                        "unknown provider " + Closest.quoted(fallback)
                                + Closest.suggestion(fallback, providers.names()));
            }
        }
    }

    /// A target that nobody offers today may be one that the provider adds tomorrow: a warning.
    private void route(String path, List<String> targets, List<ConfiguredAccount> accounts) {
        Set<String> known = names(accounts, ConfiguredAccount::models);
        Set<String> unasked = allNames(accounts);
        for (int i = 0; i < targets.size(); i++) {
            String target = targets.get(i);
            if (!known.contains(target)) {
                String words = unasked.contains(target)
                        ? Closest.quoted(target) + " is not asked: its accounts are disabled, or go without it"
                        : "no account is known to offer " + Closest.quoted(target) + Closest.suggestion(target, known);
                report.warning(path + "[" + i + "]", words);
            }
        }
    }

    /// The names under which these accounts' models can be asked for.
    private static Set<String> names(
            List<ConfiguredAccount> accounts, Function<ConfiguredAccount, List<Model>> models) {
        Set<String> names = new LinkedHashSet<>();
        for (ConfiguredAccount configured : accounts) {
            Account account = configured.account();
            for (Model model : models.apply(configured)) {
                names.add(model.id());
                names.add(account.name() + "/" + model.id());
                names.add(account.provider().name() + "/" + model.id());
                names.add(account.provider().type() + "/" + model.id());
            }
        }
        return names;
    }

    /// Keeps the places that each provider type has in the list, and fills them by priority.
    private static List<ConfiguredAccount> byPriority(Map<ConfiguredAccount, Integer> priorities) {
        Map<String, Queue<ConfiguredAccount>> byType = new HashMap<>();
        priorities.entrySet().stream()
                .sorted(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .forEach(account -> byType.computeIfAbsent(type(account), _ -> new ArrayDeque<>())
                        .add(account));
        List<ConfiguredAccount> sorted = new ArrayList<>();
        for (ConfiguredAccount account : priorities.keySet()) {
            sorted.add(byType.getOrDefault(type(account), new ArrayDeque<>()).remove());
        }
        return List.copyOf(sorted);
    }

    private static String type(ConfiguredAccount account) {
        return account.account().provider().type();
    }
}
