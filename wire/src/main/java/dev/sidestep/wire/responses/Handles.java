package dev.sidestep.wire.responses;

import dev.sidestep.wire.json.InvalidRequestException;
import java.util.Set;

/// Collects the ids of what only one account knows.
final class Handles {
    /// Ids of one call that are remembered; real calls bring a handful.
    private static final int MOST = 1_000;

    /// Characters of one id; OpenAI's have some 70.
    private static final int MAX_LENGTH = 512;

    private Handles() {}

    /// Takes one more; an empty one is none.
    static void add(Set<String> handles, String id) {
        if (id.isEmpty() || handles.contains(id)) {
            return;
        }
        if (handles.size() == MOST || id.length() > MAX_LENGTH) {
            throw new InvalidRequestException(
                    "The request refers to more than " + MOST + " stored objects, or by longer ids than " + MAX_LENGTH
                            + " characters",
                    null);
        }
        handles.add(id);
    }
}
