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
import java.util.function.Function;

/// Simulated providers in this process, and the accounts that ask them with the classic models:
/// `groq-free`, `openai`, `anthropic` and `gemini`, each in its own wire format.
record Simulation(SimulatorServer server, SidestepConfig config) implements AutoCloseable {
    /// The accounts alone, at an address where nothing listens.
    static final SidestepConfig OFFLINE = accountsAt(provider -> URI.create("http://127.0.0.1:9/" + provider));

    /// The model that is limited from the start, so that the first call already has something to go round.
    static final String LIMITED_MODEL = "llama-3.3-70b-versatile";

    private static final Duration WAIT = Duration.ofMillis(22 * 60_000 + 46_848); // as Groq once answered

    /// Starts the standard providers, of which one model has used up its tokens of the day.
    static Simulation start() {
        return start(SimulatorSpec.standard().toBuilder()
                .limited(Where.model("groq", LIMITED_MODEL), Dimension.TOKENS_PER_DAY, WAIT)
                .build());
    }

    /// Starts what the specification tells on any free port. It must offer all four.
    static Simulation start(SimulatorSpec spec) {
        SimulatorServer server = SimulatorServer.start(spec, 0);
        return new Simulation(server, accountsAt(server::baseUrl));
    }

    private static SidestepConfig accountsAt(Function<String, URI> baseUrl) {
        return SidestepConfig.builder()
                .catalogue(Catalogue.classic())
                .account(account("groq-free", "groq", baseUrl))
                .account(account("openai", "openai", baseUrl))
                .account(account("anthropic", "anthropic", baseUrl))
                .account(account("gemini", "gemini", baseUrl))
                .build();
    }

    private static AccountConfig account(String name, String provider, Function<String, URI> baseUrl) {
        return AccountConfig.builder(name)
                .provider(provider)
                .key(Secret.of("simulated"))
                .baseUrl(baseUrl.apply(provider))
                .build();
    }

    /// Through which people trouble the providers.
    SimulationPanel panel() {
        return new SimulationPanel(server.simulator(), System::nanoTime);
    }

    @Override
    public void close() {
        server.close();
    }
}
