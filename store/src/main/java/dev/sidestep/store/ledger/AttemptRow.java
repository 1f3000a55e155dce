package dev.sidestep.store.ledger;

import java.util.List;

/// One attempt in the ledger. Recorded when it is sent, and again when it is known what it came to: the later row
/// takes the place of the earlier one. Immutable.
///
/// @param call the call's id
/// @param number its place in the call, from 1
/// @param place who was asked
/// @param client whose call it is: the name of the caller's key; empty for nobody in particular
/// @param move how the call came there: `start`, `retry`, `model`, `account`, `provider`
/// @param outcome what it came to: `succeeded`, `rate-limited`, …; `open` while nobody knows, `unknown` where nobody
///     ever will
/// @param detail what the provider or the transport said, shortened
/// @param sent false where the request certainly never left for the provider
/// @param timing when, and how long
/// @param cooledMillis how long the target cools because of it; 0 where it does not
/// @param tokenState how well the tokens are known
/// @param tokens what it took
/// @param cost what that cost
/// @param skipped who was passed over on the way to it: the first 32
public record AttemptRow(
        String call,
        int number,
        Place place,
        String client,
        String move,
        String outcome,
        String detail,
        boolean sent,
        Timing timing,
        long cooledMillis,
        TokenState tokenState,
        Tokens tokens,
        Cost cost,
        List<Skipped> skipped) {
    public AttemptRow {
        skipped = List.copyOf(skipped);
    }
}
