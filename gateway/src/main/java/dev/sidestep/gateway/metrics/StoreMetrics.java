package dev.sidestep.gateway.metrics;

import dev.sidestep.store.Store;
import dev.sidestep.store.StoreStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// How the store is doing, as figures: read when somebody asks for them.
final class StoreMetrics {
    private static final double MILLIS_PER_SECOND = 1e3;

    private StoreMetrics() {}

    static void register(Store store, MeterRegistry registry) {
        gauge(
                        store,
                        "sidestep.store.up",
                        "1 where what is recorded is also written, else 0",
                        status -> status.isWell() ? 1 : 0)
                .register(registry);
        gauge(store, "sidestep.ledger.queue", "Records that wait to be written", StoreStatus::queued)
                .register(registry);
        gauge(
                        store,
                        "sidestep.ledger.lag",
                        "How long the oldest of them has waited",
                        status -> status.lagMillis() / MILLIS_PER_SECOND)
                .baseUnit("seconds")
                .register(registry);
        gauge(
                        store,
                        "sidestep.store.quarantined.files",
                        "Files that were put aside since the start because they could not be trusted",
                        StoreStatus::quarantined)
                .register(registry);
        counter(store, "sidestep.ledger.written", "Records that were written", StoreStatus::written)
                .register(registry);
        counter(store, "sidestep.ledger.lost", "Records that were given up, because too many waited", StoreStatus::lost)
                .register(registry);
    }

    private static Gauge.Builder<Store> gauge(
            Store store, String name, String description, ToDoubleFunction<StoreStatus> figure) {
        return Gauge.builder(name, store, each -> figure.applyAsDouble(each.status()))
                .description(description);
    }

    private static FunctionCounter.Builder<Store> counter(
            Store store, String name, String description, ToDoubleFunction<StoreStatus> figure) {
        return FunctionCounter.builder(name, store, each -> figure.applyAsDouble(each.status()))
                .description(description);
    }
}
