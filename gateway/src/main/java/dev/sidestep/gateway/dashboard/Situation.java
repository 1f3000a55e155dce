package dev.sidestep.gateway.dashboard;

import dev.sidestep.core.queue.Occupancy;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.share.ShareStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Everything that may be wrong at a moment. Immutable.
///
/// @param targets how each stands, in the order of the configuration
/// @param waiting who waits for a limit
/// @param store how it is doing, where there is one
/// @param share how the talk with other nodes is doing, where there is any
record Situation(
        List<Standing> targets,
        Occupancy waiting,
        Optional<StoreStatus> store,
        Optional<ShareStatus> share,
        long nowNanos) {

    List<Standing> targets(Predicate<Standing> which) {
        return targets.stream().filter(which).toList();
    }

    long accounts() {
        return targets.stream().map(Standing::account).distinct().count();
    }

    /// The accounts all of whose targets are so, in their order.
    List<String> accountsWhere(Predicate<Standing> all) {
        return targets.stream()
                .map(Standing::account)
                .distinct()
                .filter(account -> targets.stream()
                        .filter(each -> each.account().equals(account))
                        .allMatch(all))
                .toList();
    }

    /// The provider types all of whose targets are so, in their order.
    List<String> providersWhere(Predicate<Standing> all) {
        return targets.stream()
                .map(Standing::provider)
                .distinct()
                .filter(provider -> targets.stream()
                        .filter(each -> each.provider().equals(provider))
                        .allMatch(all))
                .toList();
    }
}
