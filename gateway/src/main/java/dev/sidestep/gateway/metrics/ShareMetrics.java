package dev.sidestep.gateway.metrics;

import dev.sidestep.store.share.Share;
import dev.sidestep.store.share.ShareStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// How the talk with other nodes is doing, as figures: read when somebody asks for them.
final class ShareMetrics {
    private static final double MICROS_PER_SECOND = 1e6;

    private ShareMetrics() {}

    static void register(Share share, MeterRegistry registry) {
        gauge(share, registry, "connected", "1 where this node hears the others, else 0", s -> s.isConnected() ? 1 : 0);
        gauge(share, registry, "nodes", "Nodes that share what they know, as far as is known", ShareStatus::nodes);
        gauge(
                share,
                registry,
                "round.trip.seconds",
                "How long the last message took to the server and back",
                status -> status.lastRoundTripMicros() / MICROS_PER_SECOND);
        counter(share, registry, "ignored", "What others said that was not understood", ShareStatus::ignored);
        counter(share, registry, "dropped", "Changes that could not be told", ShareStatus::dropped);
        counter(share, registry, "sent", "Messages sent", ShareStatus::sent);
        counter(share, registry, "received", "Messages of other nodes received", ShareStatus::received);
    }

    private static void gauge(
            Share share,
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<ShareStatus> figure) {
        Gauge.builder("sidestep.share." + name, share, each -> figure.applyAsDouble(each.status()))
                .description(description)
                .register(registry);
    }

    private static void counter(
            Share share,
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<ShareStatus> figure) {
        FunctionCounter.builder("sidestep.share." + name, share, each -> figure.applyAsDouble(each.status()))
                .description(description)
                .register(registry);
    }
}
