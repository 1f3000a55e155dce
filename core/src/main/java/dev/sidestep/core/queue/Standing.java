package dev.sidestep.core.queue;

/// What decides how soon a waiting call is asked. Immutable.
///
/// @param priority its class
/// @param client whose call it is; empty for nobody in particular
/// @param tokens what it will need, at least 1: the measure in which clients are treated alike
public record Standing(Priority priority, String client, long tokens) {
    public Standing {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be at least 1: " + tokens);
        }
    }
}
