package dev.sidestep.store;

/// Another process keeps its state in the directory.
public final class DirectoryInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message for people: which directory, who uses it, and what to do
    public DirectoryInUseException(String message) {
        super(message);
    }
}
