package dev.sidestep.gateway.accounts;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change cannot be written, and why, in words for the person who wanted it.
public final class NotWritableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable String knownYaml;

    /// @param message says what to do instead
    public NotWritableException(String message) {
        this(message, null);
    }

    /// @param message says what to do instead
    /// @param knownYaml the text of a configuration that would do it, or null where there is none
    public NotWritableException(String message, @Nullable String knownYaml) {
        super(message);
        this.knownYaml = knownYaml;
    }

    /// The text of a configuration that would do it, where one can be given.
    public Optional<String> yaml() {
        return Optional.ofNullable(knownYaml);
    }
}
