package dev.sidestep.simulator;

import java.util.List;

/// A specification with mistakes: its message lists all of them, each with the field it is in.
public final class SpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    SpecException(List<String> mistakes) {
        super("simulator specification: " + String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /// Every mistake, as `field: what is wrong`.
    public List<String> mistakes() {
        return mistakes;
    }
}
