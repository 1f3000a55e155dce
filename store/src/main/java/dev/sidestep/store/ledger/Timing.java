package dev.sidestep.store.ledger;

/// When a call or an attempt was, and how long it took. Instants are milliseconds since 1970, spans are milliseconds.
/// Immutable.
///
/// @param startedAt when it began
/// @param waited how long it waited: a call in all, an attempt right before it
/// @param duration until its end; 0 while it is open
/// @param firstContent until the first content of a stream or the whole answer; [#NEVER] where none came
public record Timing(long startedAt, long waited, long duration, long firstContent) {
    /// No content came.
    public static final long NEVER = -1;
}
