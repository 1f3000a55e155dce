package dev.sidestep.gateway.cli;

import java.io.Serial;

/// A command that could not do what it was asked; its message tells the person why, and what to do.
final class CommandFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }
}
