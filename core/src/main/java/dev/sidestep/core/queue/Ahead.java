package dev.sidestep.core.queue;

/// What stands in a line before a call. Immutable.
///
/// @param calls how many
/// @param tokens what they will need together
public record Ahead(long calls, long tokens) {
    /// Nobody.
    public static final Ahead NOBODY = new Ahead(0, 0);

    Ahead plus(long moreCalls, long moreTokens) {
        return new Ahead(calls + moreCalls, tokens + moreTokens);
    }
}
