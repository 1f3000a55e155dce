package dev.sidestep.exchange;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.core.Model;
import dev.sidestep.wire.models.ListedModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The providers' lists of models as they were last read, which correct every setup. Immutable.
///
/// @param lists by account name
record Offers(Map<String, ReadList> lists) {
    static final Offers NONE = new Offers(Map.of());

    /// A provider's list.
    ///
    /// @param from where and with which credential it was read: another account's is another list
    /// @param models what it names
    /// @param at when it was read
    record ReadList(Endpoint from, List<ListedModel> models, Instant at) {}

    Offers {
        lists = Map.copyOf(lists);
    }

    /// The same with a list that was read anew.
    Offers with(String account, ReadList list) {
        Map<String, ReadList> more = new HashMap<>(lists);
        more.put(account, list);
        return new Offers(more);
    }

    /// The lists of accounts that this setup has, unchanged.
    Offers within(Setup configured) {
        Map<String, ReadList> kept = new HashMap<>();
        configured.roster().following().forEach(account -> {
            ReadList list = lists.get(account.account().name());
            if (list != null
                    && list.from().equals(configured.endpoint(account.account().name()))) {
                kept.put(account.account().name(), list);
            }
        });
        return new Offers(kept);
    }

    /// What the accounts of a setup offer, by name, in its order; without those whose list was not read.
    Map<String, Offer> of(Setup configured) {
        Map<String, Offer> offers = new LinkedHashMap<>();
        for (ConfiguredAccount account : configured.roster().following()) {
            ReadList list = lists.get(account.account().name());
            if (list != null) {
                offers.put(
                        account.account().name(),
                        Offer.of(
                                account,
                                list.models(),
                                id -> configured.roster().isRouted(account.account(), id)));
            }
        }
        return offers;
    }

    /// A setup as the lists correct it.
    Setup correct(Setup configured) {
        Map<String, List<Model>> models = new HashMap<>();
        of(configured).forEach((account, offer) -> models.put(account, offer.models()));
        return models.isEmpty() ? configured : configured.offering(models);
    }

    /// When an account's list was read.
    Instant readAt(String account) {
        ReadList list = lists.get(account);
        return list == null ? Instant.EPOCH : list.at();
    }
}
