package dev.sidestep.gateway;

import java.io.Serial;

/// A gateway that cannot start: its message says why, and what to do.
public final class StartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
