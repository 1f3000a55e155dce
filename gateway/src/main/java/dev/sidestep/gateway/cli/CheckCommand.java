package dev.sidestep.gateway.cli;

import dev.sidestep.config.ConfigException;
import dev.sidestep.config.ConfiguredAccount;
import dev.sidestep.gateway.config.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Validates a configuration.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates a configuration: every mistake at its line, and what is likely not meant. Sends nothing anywhere.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sidestep check                    sidestep.yaml in this folder",
            "  sidestep check other.yaml && sidestep serve --config other.yaml",
            "",
            "Exit codes: 0 it can be used, 2 it cannot."
        })
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "sidestep.yaml",
            description = "The file, by default ${DEFAULT-VALUE}.")
    private Path file = ConfigOption.USUAL;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path path = terminal.folder().resolve(file);
        if (Files.notExists(path)) {
            throw CommandFailedException.wrongUsage(file + ": there is no such file. docs/configuration.md tells how to"
                    + " write one; without a file, the keys in the environment are used.");
        }
        try {
            accept(GatewayConfig.read(path, terminal.environment()));
            return CommandLine.ExitCode.OK;
        } catch (ConfigException wrong) {
            terminal.tell(wrong.getMessage());
            terminal.tell(terminal.paint(
                    Paint.BAD, file + ": " + Accounts.counted(wrong.mistakes().size(), "mistake")));
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void accept(GatewayConfig config) {
        config.warnings().forEach(warning -> terminal.print(terminal.paint(Paint.LIMITED, "warning: " + warning)));
        List<ConfiguredAccount> accounts = config.calls().resolve();
        List<ConfiguredAccount> disabled = config.calls().disabled();
        if (accounts.isEmpty() && disabled.isEmpty()) {
            throw CommandFailedException.wrongUsage(file + ": " + ConfigOption.NO_ACCOUNTS);
        }
        for (ConfiguredAccount account : accounts) {
            terminal.print("  " + Accounts.text(account) + " at "
                    + account.baseUrl().getHost() + (account.key().isPresent() ? "" : ", without a key")
                    + Accounts.choice(account));
        }
        disabled.forEach(account -> terminal.print("  " + Accounts.text(account) + ", disabled"));
        terminal.print(terminal.paint(Paint.GOOD, file + ": OK") + ", " + Accounts.counted(accounts.size(), "account")
                + ", " + Accounts.counted(config.calls().routes().size(), "route") + ", "
                + Accounts.counted(config.agents().size(), "agent") + ", "
                + Accounts.counted(config.warnings().size(), "warning"));
    }
}
