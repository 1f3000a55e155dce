package dev.sidestep.gateway.cli;

import dev.sidestep.simulator.ProviderSpec;
import dev.sidestep.simulator.SimulatorServer;
import dev.sidestep.simulator.SimulatorSpec;
import dev.sidestep.simulator.SpecException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the simulated providers alone.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs simulated providers with realistic rate limits, to test an application of your own against.",
            "Any key is accepted; each key is an account with quotas of its own. docs/simulator.md tells the rest.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sidestep simulate                      31 classic models of four providers, on port 9090",
            "  sidestep simulate --no-limits          the same, never a 429",
            "  sidestep simulate --spec my.json       limits, models and faults as the file tells"
        })
final class SimulateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--port", defaultValue = "9090", description = "Port on this machine, 0 for any; by default 9090.")
    private int port;

    @Option(names = "--spec", paramLabel = "FILE", description = "What to simulate, as JSON.")
    private Optional<Path> spec = Optional.empty();

    @Option(names = "--no-limits", description = "Enforce no model's limits.")
    private boolean noLimits;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        SimulatorSpec base = spec.map(this::read).orElseGet(SimulatorSpec::standard);
        SimulatorSpec simulated =
                noLimits ? base.toBuilder().enforceLimits(false).build() : base;
        try (SimulatorServer server = start(simulated)) {
            describe(server);
            terminal.stop().await();
            terminal.print(Accounts.counted(server.journal().count(), "request") + " received. Goodbye.");
        }
        return 0;
    }

    private SimulatorSpec read(Path file) {
        try {
            return SimulatorSpec.read(terminal.folder().resolve(file));
        } catch (SpecException wrong) {
            throw CommandFailedException.wrongUsage(file + ":\n  " + String.join("\n  ", wrong.mistakes()));
        } catch (NoSuchFileException _) {
            throw CommandFailedException.wrongUsage(file + ": there is no such file");
        } catch (IOException unreadable) {
            throw CommandFailedException.wrongUsage(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private SimulatorServer start(SimulatorSpec simulated) {
        try {
            return SimulatorServer.start(simulated, port);
        } catch (IllegalStateException taken) {
            throw new CommandFailedException(taken.getMessage() + "\nChoose another with --port, or 0 for any.");
        }
    }

    private void describe(SimulatorServer server) {
        terminal.print(terminal.paint(Paint.TITLE, "Simulated providers") + " (Ctrl-C ends them)");
        for (ProviderSpec provider : server.simulator().spec().providers()) {
            terminal.print("  " + provider.name() + "  " + server.baseUrl(provider.name()) + "  "
                    + provider.models().size() + " models");
        }
        server.simulator().spec().providers().stream()
                .filter(provider -> !provider.models().isEmpty())
                .findFirst()
                .ifPresent(provider -> terminal.print("""

                        Try:
                          curl %s/chat/completions -H 'Authorization: Bearer any' -H 'Content-Type: application/json' \\
                            -d '{"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}'
                        """.formatted(
                                server.baseUrl(provider.name()),
                                provider.models().getFirst().id())));
        terminal.out().flush();
    }
}
