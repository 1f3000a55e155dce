package dev.sidestep.store;

/// The ledger cannot be read just now.
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message for people
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
