package dev.sidestep.store.ledger;

import java.util.List;

/// One call in the ledger. Recorded when it begins, and again when it is over. What it took is the sum of its
/// attempts. Immutable.
///
/// @param id its id, which grows with time: the order of ids is the order of the calls
/// @param client whose call it is: the name of the caller's key; empty for nobody in particular
/// @param kind `chat`, `embeddings` or `agent`
/// @param wire the client's wire format: `openai`, `responses`, `anthropic`
/// @param wanted the model, route or target that it asked for
/// @param streaming whether its answer was to be streamed
/// @param outcome `answered`, `broken`, `cancelled`, or the reason of a failure; `open` while nobody knows, `unknown`
///     where nobody ever will
/// @param detail why it failed, shortened; empty where it did not
/// @param place who answered, or was asked last
/// @param attempts how many attempts it made
/// @param sidestepped whether anything stood in the way
/// @param timing when, and how long
/// @param skipped where it failed: who was not asked, and why; the first 32
public record CallRow(
        String id,
        String client,
        String kind,
        String wire,
        String wanted,
        boolean streaming,
        String outcome,
        String detail,
        Place place,
        int attempts,
        boolean sidestepped,
        Timing timing,
        List<Skipped> skipped) {
    /// The outcome of a call or an attempt that is under way.
    public static final String OPEN = "open";

    /// The outcome of a call or an attempt that was under way when its process died.
    public static final String UNKNOWN = "unknown";

    public CallRow {
        skipped = List.copyOf(skipped);
    }

    /// True while it is under way.
    public boolean isOpen() {
        return outcome.equals(OPEN);
    }
}
