package dev.sidestep.config;

import dev.sidestep.config.QuotaReader.Kind;
import dev.sidestep.core.Account;
import dev.sidestep.core.LimitKey;
import dev.sidestep.core.LimitScope;
import dev.sidestep.core.Model;
import dev.sidestep.core.quota.QuotaLimit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gathers the accounts' limits by what they hold back, and finds what does not fit. One use; not
/// thread-safe.
final class QuotaTable {
    private final Report report;
    private final Map<LimitKey, Map<Kind, Told>> told = new LinkedHashMap<>();
    private final Set<String> warned = new HashSet<>();

    /// @param account who told it
    private record Told(QuotaLimit limit, String account) {
        Told paced() {
            return new Told(new QuotaLimit(limit.unit(), limit.window(), limit.limit(), true), account);
        }
    }

    QuotaTable(Report report) {
        this.report = report;
    }

    /// @param path where the account stands
    void add(String path, Account account, AccountQuotas quotas) {
        Map<String, Model> known = new LinkedHashMap<>();
        account.models().forEach(model -> known.put(model.id(), model));
        Set<String> all = new LinkedHashSet<>(known.keySet());
        all.addAll(quotas.ofModels().keySet());
        for (String id : all) {
            String place = path + (quotas.ofModels().containsKey(id) ? ".model-quotas." + id : ".quotas");
            if (!known.containsKey(id)) {
                unknown(place, account, id, known.keySet());
            }
            // Kept for a model that nobody offers yet, too: the provider may add it tomorrow.
            Model model = known.getOrDefault(id, Model.unknown(id));
            put(place, LimitScope.MODEL, account, model, quotas.ofModel(id));
        }
        Model any = Model.unknown("any");
        put(path + ".key-quotas", LimitScope.ACCOUNT, account, any, quotas.ofKey());
        put(path + ".shared-quotas", LimitScope.QUOTA_GROUP, account, any, quotas.shared());
    }

    /// The limits, for [dev.sidestep.core.quota.Quotas#configure].
    Map<LimitKey, List<QuotaLimit>> limits() {
        Map<LimitKey, List<QuotaLimit>> limits = new LinkedHashMap<>();
        told.forEach((key, kinds) ->
                limits.put(key, kinds.values().stream().map(Told::limit).toList()));
        return limits;
    }

    private void unknown(String path, Account account, String id, Set<String> known) {
        report.warning(
                path,
                "account '" + account.name() + "' is not known to offer " + Closest.quoted(id)
                        + Closest.suggestion(id, known));
    }

    private void put(String path, LimitScope scope, Account account, Model model, List<QuotaLimit> limits) {
        if (!limits.isEmpty()) {
            Map<Kind, Told> kinds =
                    told.computeIfAbsent(LimitKey.of(scope, account, model), _ -> new LinkedHashMap<>());
            limits.forEach(limit -> kinds.merge(
                    Kind.of(limit),
                    new Told(limit, account.name()),
                    (before, now) -> smaller(path, account.quotaGroup(), before, now)));
        }
    }

    private Told smaller(String path, String group, Told before, Told now) {
        boolean differs = before.limit().limit() != now.limit().limit()
                && !before.account().equals(now.account());
        String place = path + "." + Kind.of(now.limit()).key();
        if (differs && warned.add(place)) {
            report.warning(
                    place,
                    "account '" + before.account() + "' of the same quota group '" + group + "' says "
                            + before.limit().limit() + ": the smaller one counts");
        }
        Told smaller = now.limit().limit() < before.limit().limit() ? now : before;
        boolean isPaced = now.limit().isPaced() || before.limit().isPaced();
        return isPaced == smaller.limit().isPaced() ? smaller : smaller.paced();
    }
}
