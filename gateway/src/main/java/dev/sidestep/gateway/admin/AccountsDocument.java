package dev.sidestep.gateway.admin;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.AccountOrigin;
import dev.sidestep.config.ProviderConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.core.Target;
import dev.sidestep.core.quota.QuotaState;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.accounts.AddedAccounts;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Accounts as documents: where each is from, and how it is doing. Never holds a key.
public final class AccountsDocument {
    /// As many as a person may want to look through; an account of a hundred models may have more.
    private static final int MOST_QUOTAS = 100;

    /// Of a shorter key its end would tell too much.
    private static final int SHORTEST_SHOWN = 16;

    private static final int SHOWN = 4;

    private final Dispatcher dispatcher;
    private final SidestepConfig calls;
    private final AddedAccounts added;
    private final TargetFacts facts;
    private final long nowNanos;

    /// What is known now.
    ///
    /// @param calls the configuration in force
    public AccountsDocument(Dispatcher dispatcher, SidestepConfig calls, AddedAccounts added) {
        this.dispatcher = dispatcher;
        this.calls = calls;
        this.added = added;
        this.facts = new TargetFacts(dispatcher);
        this.nowNanos = facts.nowNanos();
    }

    /// All of them: those that are tried in their order, then the disabled, then the locked.
    public Map<String, Object> all() {
        List<Map<String, Object>> accounts = new ArrayList<>();
        calls.accounts().stream()
                .sorted(Comparator.comparingInt(this::place))
                .forEach(account -> accounts.add(account(account)));
        added.locked().forEach(locked -> accounts.add(locked(locked)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("accounts", accounts);
        document.put("trouble", Optional.of(added.trouble()).filter(words -> !words.isEmpty()));
        return document;
    }

    /// One of them.
    ///
    /// @param name of an account of the configuration in force
    public Map<String, Object> one(String name) {
        return calls.accounts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(this::account)
                .orElseGet(Map::of);
    }

    private int place(AccountConfig account) {
        List<String> names = dispatcher.setup().targets().accounts().stream()
                .map(each -> each.name())
                .toList();
        int place = names.indexOf(account.name());
        return place < 0 ? names.size() : place;
    }

    private Map<String, Object> account(AccountConfig account) {
        Optional<ProviderConfig> provider = calls.provider(account.provider());
        List<Target> targets = dispatcher.setup().targets().all().stream()
                .filter(target -> target.account().name().equals(account.name()))
                .toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", account.name());
        document.put("provider", provider.map(ProviderConfig::type).orElse(account.provider()));
        document.put("display_name", provider.map(ProviderConfig::displayName).orElse(account.provider()));
        document.put("from", from(account));
        document.put("removable", added.has(account.name()));
        document.put("key", account.key().map(AccountsDocument::masked));
        document.put(
                "host",
                account.baseUrl()
                        .or(() -> provider.map(ProviderConfig::baseUrl))
                        .map(url -> url.getAuthority()));
        document.put("quota_group", account.quotaGroup());
        document.put("disabled", account.isDisabled());
        document.put("locked", Optional.empty());
        document.put(
                "models", targets.stream().map(target -> target.model().id()).toList());
        document.put("pinned", account.choice().pinned());
        document.put("without", account.choice().without());
        document.put("targets", states(targets));
        document.put("configured", account.quotas().names());
        document.put("quotas", quotas(targets));
        return document;
    }

    private static Map<String, Object> locked(AddedAccounts.Locked locked) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", locked.name());
        document.put("provider", locked.provider());
        document.put("display_name", locked.provider());
        document.put("from", Map.of("kind", "dashboard"));
        document.put("removable", true);
        document.put("key", Optional.empty());
        document.put("host", locked.host());
        document.put("quota_group", locked.quotaGroup());
        document.put("disabled", false);
        document.put("locked", locked.reason());
        document.put("models", List.of());
        document.put("pinned", List.of());
        document.put("without", List.of());
        document.put("targets", Map.of());
        document.put("configured", Map.of());
        document.put("quotas", List.of());
        return document;
    }

    private Map<String, Object> from(AccountConfig account) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (added.has(account.name())) {
            document.put("kind", "dashboard");
            document.put(
                    "added_at",
                    added.addedAt(account.name())
                            .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()));
            return document;
        }
        switch (account.origin()) {
            case AccountOrigin.Environment(var variable) -> {
                document.put("kind", "environment");
                document.put("variable", variable);
            }
            case AccountOrigin.File(var source, var line) -> {
                document.put("kind", "file");
                document.put("file", String.valueOf(Path.of(source).getFileName()));
                document.put("line", line);
            }
            case AccountOrigin.Code() -> document.put("kind", "code");
        }
        return document;
    }

    /// The end of a key, by which its owner knows it.
    private static String masked(Secret key) {
        String text = key.reveal();
        return "…" + (text.length() < SHORTEST_SHOWN ? "" : text.substring(text.length() - SHOWN));
    }

    /// How many targets are in each state, the best state last.
    private Map<String, Object> states(List<Target> targets) {
        Map<String, Object> states = new LinkedHashMap<>();
        for (TargetState state : TargetState.values()) {
            long number = targets.stream()
                    .filter(target -> TargetState.of(target, dispatcher.known(), nowNanos) == state)
                    .count();
            if (number > 0) {
                states.put(state.id(), number);
            }
        }
        return states;
    }

    /// Every limit that is known of the account, once, those with the least left first.
    private List<Map<String, Object>> quotas(List<Target> targets) {
        Set<QuotaState> quotas = new LinkedHashSet<>();
        targets.forEach(target -> quotas.addAll(dispatcher.known().quotas().states(target, nowNanos)));
        return quotas.stream()
                .sorted(Comparator.comparingDouble(quota -> (double) quota.remaining() / quota.limit()))
                .limit(MOST_QUOTAS)
                .map(this::quota)
                .toList();
    }

    private Map<String, Object> quota(QuotaState quota) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", Optional.of(quota.key().model()).filter(model -> !model.isEmpty()));
        document.putAll(facts.quota(quota));
        return document;
    }
}
