package dev.sidestep.gateway.cli;

import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.gateway.Gateway;
import dev.sidestep.gateway.accounts.ConfigFile;
import dev.sidestep.gateway.config.Agent;
import dev.sidestep.gateway.config.GatewayConfig;
import dev.sidestep.gateway.config.ListenAddress;
import dev.sidestep.gateway.config.StateConfig;
import dev.sidestep.gateway.config.VaultConfig;
import dev.sidestep.gateway.config.VaultKey;
import dev.sidestep.gateway.log.LogFormat;
import dev.sidestep.store.StorePlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the gateway until it is told to end.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway: OpenAI's API on one side, every configured account on the other.",
            "Ctrl-C and SIGTERM let the calls under way end; a second one ends at once. A changed configuration",
            "file is put in force without a restart; one with mistakes is refused, and the old one stays.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sidestep serve --simulate                  simulated providers, no keys needed",
            "  sidestep serve                             ./sidestep.yaml, or the keys in the environment",
            "  sidestep serve --listen 127.0.0.1:9000",
            "  sidestep serve --data-dir /var/lib/sidestep   state is kept there, and not in ~/.sidestep",
            "",
            "Then point any OpenAI SDK at it: base_url = http://127.0.0.1:8080/v1"
        })
final class ServeCommand implements Callable<Integer> {
    /// Beyond the drain itself, for the last answers to leave.
    private static final long CLOSING_SECONDS = 5;

    private static final String NO_ACCOUNTS = "none yet: add one at %s/#/accounts; or set a key in the environment"
            + " (GROQ_API_KEY, …) or write a sidestep.yaml, and start again";

    private static final Agent ASSISTANT = Agent.of("assistant", "You are a helpful assistant.");

    private final Terminal terminal;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to listen, instead of what the configuration says (by default 127.0.0.1:8080).")
    private Optional<String> listen = Optional.empty();

    @Option(
            names = "--simulate",
            description =
                    "Ask simulated providers in this process, with realistic limits and one model limited already.")
    private boolean simulate;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep state in this directory, instead of where the configuration says.")
    private Optional<Path> dataDir = Optional.empty();

    @Option(names = "--no-store", description = "Keep nothing that outlives the process.")
    private boolean noStore;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text or json, instead of what the configuration says (by default text).")
    private Optional<String> logFormat = Optional.empty();

    @Option(names = "--verbose", description = "Log what is passed over, too.")
    private boolean verbose;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (noStore && dataDir.isPresent()) {
            throw CommandFailedException.wrongUsage("--data-dir and --no-store say the opposite: leave one out");
        }
        if (simulate) {
            serveSimulated();
        } else {
            serveConfigured();
        }
        return 0;
    }

    private void serveConfigured() throws Exception {
        GatewayConfig chosen = chosen(config.readAny(terminal));
        try (Gateway gateway = Gateway.start(chosen)) {
            config.file(terminal).ifPresent(file -> follow(gateway, file));
            serve(gateway, chosen);
        }
    }

    private void serveSimulated() throws Exception {
        if (config.isGiven()) {
            throw CommandFailedException.wrongUsage("--simulate brings its own configuration: leave --config out");
        }
        // So that usage and calls can be asked for, and nothing is left behind.
        try (TemporaryFolder folder = TemporaryFolder.create();
                Simulation simulation = Simulation.start()) {
            GatewayConfig chosen = chosen(GatewayConfig.builder(simulation.config())
                    .agent(ASSISTANT)
                    .state(StateConfig.NONE.at(new StorePlace.Embedded(folder.path())))
                    .vault(new VaultConfig(VaultKey.random(), null))
                    .build());
            try (Gateway gateway = Gateway.start(chosen, simulation.panel())) {
                serve(gateway, chosen);
            }
        }
    }

    private void serve(Gateway gateway, GatewayConfig chosen) throws Exception {
        describe(gateway, chosen);
        terminal.stop().await();
        drain(gateway, chosen);
    }

    private void follow(Gateway gateway, Path file) {
        gateway.addAccountPlace(ConfigFile.of(file, terminal.environment()));
        gateway.watch(file, this::reread);
    }

    /// What the options say still holds when the file changes.
    private GatewayConfig reread(Path file) {
        return chosen(GatewayConfig.read(file, terminal.environment()));
    }

    private GatewayConfig chosen(GatewayConfig read) {
        GatewayConfig.Builder changed = read.toBuilder().state(state(read.state()));
        listen.ifPresent(text -> changed.listen(address(text)));
        logFormat.ifPresent(name -> changed.logFormat(format(name)));
        if (verbose) {
            changed.logLevel(Level.DEBUG);
        }
        return changed.build();
    }

    private StateConfig state(StateConfig read) {
        if (noStore) {
            return read.withoutStore();
        }
        return dataDir.map(directory ->
                        read.at(new StorePlace.Embedded(terminal.folder().resolve(directory))))
                .orElse(read);
    }

    private void drain(Gateway gateway, GatewayConfig chosen) throws Exception {
        terminal.print("Ending: " + Accounts.counted(gateway.openCalls(), "call") + " under way, given "
                + chosen.drain().toSeconds() + " s. Again to end at once.");
        gateway.drain(chosen.drain())
                .toCompletableFuture()
                .get(chosen.drain().toSeconds() + CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    private static LogFormat format(String name) {
        return Optional.ofNullable(LogFormat.BY_ID.get(name))
                .orElseThrow(() ->
                        CommandFailedException.wrongUsage("--log-format: expected text or json, not '" + name + "'"));
    }

    private static ListenAddress address(String text) {
        return ListenAddress.parse(text)
                .orElseThrow(() -> CommandFailedException.wrongUsage(
                        "--listen: expected a host and a port, such as 127.0.0.1:8080 or [::1]:8080, not '" + text
                                + "'"));
    }

    private void describe(Gateway gateway, GatewayConfig chosen) {
        List<ConfiguredAccount> accounts = gateway.config().calls().resolve();
        terminal.print(terminal.paint(Paint.TITLE, "Sidestep listens at " + gateway.url()) + "  (Ctrl-C ends it)");
        terminal.print("  dashboard " + gateway.url() + "/  (in a browser; sidestep top in a terminal)");
        terminal.print("  callers   " + callers(chosen));
        accounts(gateway, accounts);
        terminal.print("  agents    "
                + (chosen.agents().isEmpty()
                        ? "none"
                        : String.join(", ", chosen.agents().keySet())));
        terminal.print("  state     " + state(chosen.state().store()));
        if (simulate) {
            terminal.print("  simulated groq/" + Simulation.LIMITED_MODEL + " has used up its tokens of the day");
        }
        chosen.warnings().forEach(warning -> terminal.print(terminal.paint(Paint.LIMITED, "  warning   " + warning)));
        terminal.print("""

                Base URL for OpenAI SDKs: %1$s/v1
                  curl %1$s/v1/chat/completions -H 'Content-Type: application/json'%2$s \\
                    -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'
                """.formatted(
                gateway.url(), chosen.apiKeys().isEmpty() ? "" : " -H \"Authorization: Bearer $SIDESTEP_KEY\""));
        terminal.out().flush();
    }

    private void accounts(Gateway gateway, List<ConfiguredAccount> accounts) {
        if (accounts.isEmpty()) {
            terminal.print("  accounts  " + NO_ACCOUNTS.formatted(gateway.url()));
            return;
        }
        terminal.print("  accounts  " + accounts.stream().map(Accounts::text).collect(Collectors.joining(", ")));
        terminal.print("  asks      "
                + accounts.stream()
                        .map(each -> each.baseUrl().getAuthority())
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private static String state(Optional<StorePlace> store) {
        return store.map(place -> switch (place) {
                    case StorePlace.Embedded(var directory) -> "in " + directory;
                    case StorePlace.Postgres database -> "at " + database.address();
                })
                .orElse("ends with this process (gateway.store is none)");
    }

    private static String callers(GatewayConfig chosen) {
        int keys = chosen.apiKeys().size();
        if (keys > 0) {
            return "those who show one of " + Accounts.counted(keys, "key");
        }
        return "everyone on this machine (gateway.api-keys is empty)";
    }
}
