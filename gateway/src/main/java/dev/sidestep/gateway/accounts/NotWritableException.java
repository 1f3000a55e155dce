package dev.sidestep.gateway.accounts;

import java.io.Serial;

/// A change cannot be written, and why, in words for the person who wanted it.
public final class NotWritableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /// @param message says what to do instead
    public NotWritableException(String message) {
        super(message);
    }
}
