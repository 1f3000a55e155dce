package dev.sidestep.gateway;

import dev.sidestep.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Asks the store what takes a while, on worker threads, a few questions at a time. Thread-safe.
final class Queries {
    /// Each may read all of the ledger, which is written meanwhile.
    static final int MOST = 4;

    private final AtomicInteger underWay = new AtomicInteger();

    /// What the store answers; completes on the event loop that asks. Empty where too many others ask.
    <T> Optional<Future<T>> ask(Vertx vertx, Store store, Function<Store, T> question) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(
                vertx.executeBlocking(() -> question.apply(store), false).onComplete(_ -> underWay.decrementAndGet()));
    }
}
