package dev.sidestep.gateway.cli;

import dev.sidestep.config.ConfigException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// Where the process starts. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name, and ends the process with its exit code.
    public static void main(String[] args) {
        CountDownLatch stop = new CountDownLatch(1);
        Signals.onFirst(stop::countDown);
        Terminal terminal = Terminal.ofProcess(stop);
        int code = run(terminal, args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /// The same within a process.
    ///
    /// @return the exit code
    static int run(Terminal terminal, String... args) {
        CommandLine line = new CommandLine(new SidestepCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ChatCommand(terminal))
                .addSubcommand(new SimulateCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal));
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.coloured() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, _, _) -> told(terminal, failure))
                .execute(args);
    }

    private static int told(Terminal terminal, Exception failure) {
        switch (failure) {
            case ConfigException wrong -> {
                terminal.tell(terminal.paint(Paint.BAD, wrong.getMessage()));
                return CommandLine.ExitCode.USAGE;
            }
            case CommandFailedException expected ->
                terminal.tell(terminal.paint(Paint.BAD, String.valueOf(expected.getMessage())));
            default -> failure.printStackTrace(terminal.err());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
