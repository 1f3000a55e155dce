package dev.sidestep.gateway.cli;

import dev.sidestep.config.AccountConfig;
import dev.sidestep.config.Catalogue;
import dev.sidestep.config.Secret;
import dev.sidestep.config.SidestepConfig;
import dev.sidestep.simulator.Dimension;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.Where;
import java.net.URI;
import java.time.Duration;

/// Simulated providers in this process, and the accounts that ask them: `groq-free` and `openai`
/// with the classic models.
record Simulation(SimulatorServer server, SidestepConfig config) implements AutoCloseable {
    /// The accounts alone, at an address where nothing listens.
    static final SidestepConfig OFFLINE =
            accountsAt(URI.create("http://127.0.0.1:9/groq"), URI.create("http://127.0.0.1:9/openai"));

    /// The model that is limited from the start, so that the first call already has something to go round.
    static final String LIMITED_MODEL = "llama-3.3-70b-versatile";

    private static final Duration WAIT = Duration.ofMillis(22 * 60_000 + 46_848); // as Groq once answered

    /// Starts the standard providers, of which one model has used up its tokens of the day.
    static Simulation start() {
        return start(SimulatorSpec.standard().toBuilder()
                .limited(Where.model("groq", LIMITED_MODEL), Dimension.TOKENS_PER_DAY, WAIT)
                .build());
    }

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
