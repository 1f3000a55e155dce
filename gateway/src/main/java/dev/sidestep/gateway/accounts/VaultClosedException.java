package dev.sidestep.gateway.accounts;

import java.io.Serial;

/// The vault's key cannot be had, and why, in words for the operator.
final class VaultClosedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    VaultClosedException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
