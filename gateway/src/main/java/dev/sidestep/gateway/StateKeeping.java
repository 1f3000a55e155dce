package dev.sidestep.gateway;

import dev.sidestep.core.Ticker;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.gateway.config.StateConfig;
import dev.sidestep.store.DirectoryInUseException;
import dev.sidestep.store.StateSaver;
import dev.sidestep.store.Store;
import dev.sidestep.store.share.Share;
import dev.sidestep.store.share.ShareAddress;
import dev.sidestep.store.sql.SqlStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// What a gateway knows beyond its own process: saved for the next one, and shared with other nodes. Thread-safe.
final class StateKeeping implements AutoCloseable {
    /// A node that joins the others had better know what they know before it takes calls; but calls come first.
    private static final Duration JOINING = Duration.ofSeconds(1);

    private final Optional<Store> store;
    private final Optional<StateSaver> saver;
    private final Optional<Share> share;

    private StateKeeping(Optional<Store> store, Optional<StateSaver> saver, Optional<Share> share) {
        this.store = store;
        this.saver = saver;
        this.share = share;
    }

    /// Opens the store that is configured, if one is.
    ///
    /// @throws StartException where another process uses it
    static Optional<Store> open(StateConfig config) {
        try {
            return config.store().map(place -> SqlStore.open(place, config.retention(), InstantSource.system()));
        } catch (DirectoryInUseException taken) {
            throw new StartException(String.valueOf(taken.getMessage()), taken);
        }
    }

    /// Takes over what was known before and what others know, and lets both learn what changes from now on.
    static StateKeeping begin(Dispatcher dispatcher, Optional<Store> store, Optional<ShareAddress> shared) {
        Optional<StateSaver> saver = store.map(each -> recall(dispatcher, each));
        return new StateKeeping(store, saver, shared.map(address -> join(dispatcher, address)));
    }

    private static StateSaver recall(Dispatcher dispatcher, Store store) {
        Store.Saved saved = store.saved();
        dispatcher.idsFollow(saved.lastCall());
        return StateSaver.begin(dispatcher.state(), store, saved);
    }

    private static Share join(Dispatcher dispatcher, ShareAddress address) {
        Share share = Share.begin(address, dispatcher.state(), Ticker.system());
        try {
            share.awaitFirstAttempt(JOINING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return share;
    }

    Optional<Store> store() {
        return store;
    }

    Optional<Share> share() {
        return share;
    }

    /// Saves what is not saved as it changes. Takes a moment, and belongs on no event loop.
    void save() {
        saver.ifPresent(StateSaver::saveQuotas);
    }

    /// Leaves the other nodes, and writes what is not written yet.
    @Override
    public void close() {
        share.ifPresent(Share::close);
        save();
        store.ifPresent(Store::close);
    }
}
