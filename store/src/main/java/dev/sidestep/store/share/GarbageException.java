package dev.sidestep.store.share;

/// Something that others wrote and that cannot be understood. Has no stack: it is no fault of the program.
final class GarbageException extends Exception {
    private static final long serialVersionUID = 1;

    GarbageException(String message) {
        super(message, null, false, false);
    }
}
