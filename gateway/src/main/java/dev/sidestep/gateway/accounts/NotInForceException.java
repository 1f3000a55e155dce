package dev.sidestep.gateway.accounts;

import java.io.Serial;

/// A change is written, and could not be put in force.
public final class NotInForceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /// @param message says why
    public NotInForceException(String message) {
        super(message);
    }
}
