package dev.sidestep.gateway.accounts;

import java.io.Serial;

/// A file is not what was written, and how one can tell.
final class DamagedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }
}
