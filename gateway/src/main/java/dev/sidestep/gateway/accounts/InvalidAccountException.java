package dev.sidestep.gateway.accounts;

import java.io.Serial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An account cannot be added as somebody described it. Never holds a key.
public final class InvalidAccountException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> mistakes;

    /// @param mistakes what is wrong, by field; at least one
    public InvalidAccountException(Map<String, String> mistakes) {
        super(mistakes.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .reduce((first, then) -> first + "; " + then)
                .orElse(""));
        this.mistakes = Collections.unmodifiableMap(new LinkedHashMap<>(mistakes));
    }

    /// What is wrong, by field.
    public Map<String, String> mistakes() {
        return mistakes;
    }
}
