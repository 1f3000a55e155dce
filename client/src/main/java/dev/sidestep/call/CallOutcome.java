package dev.sidestep.call;

import dev.sidestep.core.Outcome;

/// What calls come to, as the ledger, metrics, spans and the live stream name it. A call that fails has the id of its
/// reason, which is `cancelled` too where the caller left.
public final class CallOutcome {
    /// It is under way.
    public static final String OPEN = "open";

    /// It was answered to its end.
    public static final String ANSWERED = "answered";

    /// A stream broke after its first content.
    public static final String BROKEN = "broken";

    /// The caller left.
    public static final String CANCELLED = "cancelled";

    private CallOutcome() {}

    /// What a stream that broke off came to: whether the provider failed, or the caller left.
    public static String of(CallEvent.Broken broken) {
        return broken.outcome() instanceof Outcome.Cancelled ? CANCELLED : BROKEN;
    }
}
