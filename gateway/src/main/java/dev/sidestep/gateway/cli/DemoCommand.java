package dev.sidestep.gateway.cli;

import dev.sidestep.exchange.Narration;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.ListenAddress;
import dev.sidestep.gateway.config.StateConfig;
import dev.sidestep.gateway.log.ConsoleLog;
import dev.sidestep.simulator.Pace;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.store.StorePlace;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;

/// Shows the main job on a machine without keys or network.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Four short stories: a gateway and simulated providers in one process, no keys, no network.",
            "A call meets a limited model; 17 limited models; two limited providers; nothing but limits.",
            ""
        },
        footer = {"", "Exit codes: 0 when every story ended as it should, else 1."})
final class DemoCommand implements Callable<Integer> {
    // Quick enough not to bore, slow enough to be seen happening.
    private static final Pace PACE = new Pace(Duration.ofMillis(20), 0, 0);

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        long startNanos = System.nanoTime();
        SimulatorSpec unlimited = SimulatorSpec.standard().toBuilder()
                .enforceLimits(false)
                .pace(PACE)
                .build();
        try (var _ = ConsoleLog.silence();
                TemporaryFolder folder = TemporaryFolder.create();
                Simulation simulation = Simulation.start(unlimited);
                Gateway gateway = Gateway.start(GatewayConfig.builder(simulation.config())
                        .listen(ListenAddress.loopback(0))
                        .eventLoops(1)
                        .state(StateConfig.NONE.at(new StorePlace.Embedded(folder.path())))
                        .build())) {
            narrate(gateway);
            try (Stories stories = new Stories(terminal, simulation, gateway.url())) {
                boolean allWell = stories.play();
                stories.sum(System.nanoTime() - startNanos);
                return allWell ? 0 : 1;
            }
        }
    }

    private void narrate(Gateway gateway) {
        Narration narration = new Narration(gateway.dispatcher());
        Consumer<Narration.Line> trail = new Trail(terminal, Level.INFO, line -> terminal.print("   " + line));
        gateway.dispatcher()
                .listen(event -> narration.lines(event).stream()
                        .filter(line -> !line.text().startsWith("Cached "))
                        .forEach(trail));
    }
}
