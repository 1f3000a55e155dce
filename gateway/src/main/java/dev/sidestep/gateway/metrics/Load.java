package dev.sidestep.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/// What is under way at a moment. To be asked on any thread.
///
/// @param openCalls calls
/// @param connections of clients
/// @param bufferedBytes bytes of bodies that are held
public record Load(Supplier<Number> openCalls, Supplier<Number> connections, Supplier<Number> bufferedBytes) {
    void register(MeterRegistry registry) {
        Gauge.builder("sidestep.calls.in.flight", openCalls)
                .description("Calls under way")
                .register(registry);
        Gauge.builder("sidestep.connections.open", connections)
                .description("Connections of clients")
                .register(registry);
        Gauge.builder("sidestep.buffered", bufferedBytes)
                .description("Bytes of requests that are held in memory")
                .baseUnit("bytes")
                .register(registry);
    }
}
