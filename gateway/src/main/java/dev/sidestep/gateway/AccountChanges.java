package dev.sidestep.gateway;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.gateway.accounts.AccountChange;
import dev.sidestep.gateway.accounts.AccountPlaces;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/// How accounts are changed while the gateway runs: written where they stand, and put in force, one change at a time.
/// Thread-safe; it writes files, and belongs on no event loop.
final class AccountChanges {
    private final AccountPlaces places = new AccountPlaces();
    private final AtomicReference<Consumer<Runnable>> putInForce = new AtomicReference<>(Runnable::run);

    /// Where the accounts stand that can be changed.
    AccountPlaces places() {
        return places;
    }

    /// Has changes put in force in this way.
    ///
    /// @param how makes a change, and puts in force what was written
    void putInForceBy(Consumer<Runnable> how) {
        putInForce.set(how);
    }

    /// Changes an account.
    ///
    /// @return where that was written
    synchronized String change(AccountConfig account, AccountChange change, List<AccountConfig> all) {
        return inForce(to -> to.change(account, change, all));
    }

    /// Changes the order in which accounts are tried.
    ///
    /// @return where that was written
    synchronized String order(List<String> names, List<AccountConfig> all) {
        return inForce(to -> to.order(names, all));
    }

    private String inForce(Function<AccountPlaces, String> write) {
        AtomicReference<String> written = new AtomicReference<>("");
        putInForce.get().accept(() -> written.set(write.apply(places)));
        return written.get();
    }
}
