package dev.sidestep.gateway.cli;

import java.io.Serial;
import picocli.CommandLine.ExitCode;

/// A command that could not do what it was asked; its message tells the person why, and what to do.
final class CommandFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandFailedException(String message) {
        this(message, ExitCode.SOFTWARE);
    }

    private CommandFailedException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// For wrong usage or configuration.
    static CommandFailedException wrongUsage(String message) {
        return new CommandFailedException(message, ExitCode.USAGE);
    }

    int exitCode() {
        return exitCode;
    }
}
