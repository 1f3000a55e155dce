package dev.sidestep.gateway.cli;

import dev.sidestep.config.ConfigException;
import dev.sidestep.gateway.StartException;
import dev.sidestep.gateway.cli.SidestepCommand.Version;
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
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new ChatCommand(terminal))
                .addSubcommand(new SimulateCommand(terminal))
                .addSubcommand(new TopCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new UsageCommand(terminal))
                .addSubcommand(new CallsCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal))
                .addSubcommand(new CheckCommand(terminal));
        line.getSubcommands().values().forEach(each -> each.getCommandSpec().versionProvider(new Version()));
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.coloured() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, _, _) -> told(terminal, failure))
                .execute(args);
    }

    private static int told(Terminal terminal, Exception failure) {
        return switch (failure) {
            case ConfigException wrong -> told(terminal, wrong, CommandLine.ExitCode.USAGE);
            case CommandFailedException expected -> told(terminal, expected, expected.exitCode());
            case StartException refused -> told(terminal, refused, CommandLine.ExitCode.SOFTWARE);
            default -> {
                failure.printStackTrace(terminal.err());
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    private static int told(Terminal terminal, Exception failure, int code) {
        terminal.tell(terminal.paint(Paint.BAD, String.valueOf(failure.getMessage())));
        return code;
    }
}
