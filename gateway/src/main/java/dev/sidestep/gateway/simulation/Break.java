package dev.sidestep.gateway.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A way in which a provider fails.
public enum Break {
    /// Every connection is reset without an answer.
    UNAVAILABLE,
    /// Every request is told that the model has too much to do.
    OVERLOADED,
    /// The key is refused.
    REFUSED,
    /// What comes is no JSON but a page for people.
    GARBAGE,
    /// Every answer breaks off after its first words.
    CUT;

    /// Its name in JSON.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The break of a name in JSON.
    static Optional<Break> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
    }
}
