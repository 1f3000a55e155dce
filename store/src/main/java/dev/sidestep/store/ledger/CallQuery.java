package dev.sidestep.store.ledger;

/// Which calls are asked for: the newest first. An empty text means any. Immutable.
///
/// @param model the model's id, of who answered or was asked last
/// @param account the account's name
/// @param client the name of the caller's key
/// @param outcome of the call
/// @param before only calls older than the one of this id; empty for the newest
/// @param most so many at most, from 1 to 1,000
public record CallQuery(String model, String account, String client, String outcome, String before, int most) {
    /// The most that can be asked for at once.
    public static final int MOST = 1_000;

    public CallQuery {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most must be from 1 to " + MOST + ": " + most);
        }
    }
}
