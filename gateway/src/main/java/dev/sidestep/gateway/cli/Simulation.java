package dev.sidestep.gateway.cli;

import dev.sidestep.Secret;
import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import java.net.URI;

/// Simulated providers in this process, and the accounts that ask them: `groq-free` and `openai`
/// with the classic models.
record Simulation(SimulatorServer server, SidestepConfig config) implements AutoCloseable {
    /// The accounts alone, at an address where nothing listens.
    static final SidestepConfig OFFLINE =
            accountsAt(URI.create("http://127.0.0.1:9/groq"), URI.create("http://127.0.0.1:9/openai"));

    /// Starts what the specification tells on any free port. It must offer `groq` and `openai`.
    static Simulation start(SimulatorSpec spec) {
        SimulatorServer server = SimulatorServer.start(spec, 0);
        return new Simulation(server, accountsAt(server.baseUrl("groq"), server.baseUrl("openai")));
    }

    private static SidestepConfig accountsAt(URI groq, URI openai) {
        Secret anyKey = Secret.of("simulated");
        return SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .account(AccountConfig.builder("groq-free")
                        .provider("groq")
                        .key(anyKey)
                        .baseUrl(groq)
                        .build())
                .account(AccountConfig.builder("openai")
                        .key(anyKey)
                        .baseUrl(openai)
                        .build())
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
