package dev.sidestep.gateway.wires;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Knobs;
import dev.sidestep.config.ProviderConfig;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.ListenAddress;
import dev.sidestep.simulator.Dialect;
import dev.sidestep.simulator.Journal;
import dev.sidestep.simulator.ModelSpec;
import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.Simulator;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/// Simulated providers, one for each wire format, and strict about it. Gateways in front of them are started as a test
/// wants them.
final class FourWires implements AutoCloseable {
    private static final long WINDOW = 1_000_000;
    private static final long LONGEST_ANSWER = 128_000;

    private final SimulatorServer providers = SimulatorServer.start(spec(), 0);

    private static SimulatorSpec spec() {
        SimulatorSpec.Builder spec = SimulatorSpec.builder().enforceLimits(false);
        for (Upstream upstream : Upstream.values()) {
            spec.provider(ProviderSpec.named(upstream.id())
                    .dialect(dialect(upstream))
                    .path(upstream.path())
                    .acceptAnyKey()
                    .model(ModelSpec.of(upstream.plainModel()).withWindow(WINDOW, LONGEST_ANSWER))
                    .model(ModelSpec.of(upstream.thinkingModel()).withWindow(WINDOW, LONGEST_ANSWER)));
        }
        return spec.build();
    }

    private static Dialect dialect(Upstream upstream) {
        return switch (upstream) {
            case CHAT, RESPONSES -> Dialect.OPENAI;
            case MESSAGES -> Dialect.ANTHROPIC;
            case GEMINI -> Dialect.GEMINI;
        };
    }

    /// A gateway with an account at each of these, in this order, each with one model.
    ///
    /// @param thinks whether they are the models that think
    Gateway gateway(boolean thinks, Knobs.Builder knobs, Upstream... upstreams) {
        return gateway(thinks, knobs, "", upstreams);
    }

    /// The same for clients who bring a key; empty for all.
    Gateway gateway(boolean thinks, Knobs.Builder knobs, String key, Upstream... upstreams) {
        return gateway(thinks, knobs, key, each -> providers.baseUrl(each.id()).toString(), upstreams);
    }

    /// The same in front of providers elsewhere.
    static Gateway gateway(
            boolean thinks, Knobs.Builder knobs, String key, Function<Upstream, String> urls, Upstream... upstreams) {
        SidestepConfig.Builder calls =
                SidestepConfig.builder().catalogue(Catalogue.current()).knobs(knobs.build());
        List<String> order = List.of(upstreams).stream().map(Upstream::id).toList();
        for (Upstream upstream : upstreams) {
            URI url = URI.create(urls.apply(upstream));
            calls.provider(ProviderConfig.builder(upstream.id(), url)
                    .type(upstream.type())
                    .wires(List.of(upstream.wire()))
                    .fallbacks(order)
                    .build());
            calls.account(AccountConfig.builder(upstream.id())
                    .key(Secret.of("test-" + upstream.id()))
                    .models(List.of(upstream.model(thinks)))
                    .build());
        }
        GatewayConfig.Builder config = GatewayConfig.builder(calls.build())
                .listen(ListenAddress.loopback(0))
                .eventLoops(1);
        return Gateway.start((key.isEmpty() ? config : config.apiKey(Secret.of(key))).build());
    }

    Simulator simulator() {
        return providers.simulator();
    }

    Journal journal() {
        return providers.journal();
    }

    /// Forgets what was asked, said and broken.
    void reset() {
        simulator().clearFaults();
        simulator().clearSpeeches();
        simulator().clearLimited();
        journal().clear();
    }

    @Override
    public void close() {
        providers.close();
    }
}
