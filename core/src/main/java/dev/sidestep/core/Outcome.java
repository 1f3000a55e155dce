package dev.sidestep.core;

/// What an attempt came to. A provider's misbehaviour is a value, never an exception.
///
/// Waits are in milliseconds, as the provider told them, already rounded up; [#UNSAID] where it told none.
public sealed interface Outcome {
    /// The provider named no wait.
    long UNSAID = 0;

    /// The target answered, or its stream brought the first content.
    record Succeeded() implements Outcome {}

    /// A limit that time cures.
    ///
    /// @param waitMillis what the provider asked to wait
    /// @param windowEndMillis until the limit's window ends by the calendar, where it has such a
    ///     window: what is believed when the shorter wait turned out to be wrong
    record RateLimited(LimitScope scope, Window window, long waitMillis, long windowEndMillis) implements Outcome {
        public RateLimited {
            notNegative("waitMillis", waitMillis);
            notNegative("windowEndMillis", windowEndMillis);
        }

        /// A limit whose window has no end by the calendar.
        public RateLimited(LimitScope scope, Window window, long waitMillis) {
            this(scope, window, waitMillis, UNSAID);
        }
    }

    /// This call is larger than the target ever takes: its per-minute limit or its context window. Waiting cannot help.
    ///
    /// @param limitTokens the largest call it takes, or 0 where it did not say
    record TooLarge(long limitTokens) implements Outcome {
        public TooLarge {
            notNegative("limitTokens", limitTokens);
        }
    }

    /// Money or a plan is used up. Another account helps, time seldom does.
    record OutOfFunds(LimitScope scope, long waitMillis) implements Outcome {
        public OutOfFunds {
            notNegative("waitMillis", waitMillis);
        }
    }

    /// The model is unknown there, retired, or not offered to the account.
    record ModelUnavailable(LimitScope scope) implements Outcome {}

    /// The provider has no capacity just now.
    record Overloaded(long waitMillis) implements Outcome {
        public Overloaded {
            notNegative("waitMillis", waitMillis);
        }
    }

    /// The provider failed: a 5xx, an answer that breaks its own protocol, a stream with nothing in it.
    record Faulted(String what) implements Outcome {}

    /// The attempt's time was up.
    ///
    /// @param phase what was waited for: `connect`, `first content`, `answer`, `next content`, `deadline`
    record TimedOut(String phase) implements Outcome {}

    /// No answer came because no connection did, or because it broke.
    ///
    /// @param isUnsent true where the request never reached the provider
    record Unreachable(String what, boolean isUnsent) implements Outcome {
        /// A connection that broke after the request was sent, or nobody knows when.
        public Unreachable(String what) {
            this(what, false);
        }
    }

    /// The provider finds fault with the request itself.
    ///
    /// @param elsewhere true where only this model stumbles (a tool call it could not form) and
    ///     another target may do better; false where every target would say the same, so the answer
    ///     belongs to the caller
    /// @param isUnderstood false where nobody knows why: nothing but the status says that it is the request
    record Rejected(boolean elsewhere, boolean isUnderstood) implements Outcome {
        /// A fault whose reason is known.
        public Rejected(boolean elsewhere) {
            this(elsewhere, true);
        }
    }

    /// The provider stumbles over a part of the request that the call can do without or that can be said otherwise: the
    /// same target may well answer what is left. Says nothing against the target.
    ///
    /// @param part what it is, such as `signature`
    record Repairable(String part) implements Outcome {}

    /// The credential is not accepted, or not for this model.
    record Unauthorized(LimitScope scope) implements Outcome {}

    /// The caller went away.
    record Cancelled() implements Outcome {}

    /// True where the same target may well answer a moment later, with no limit of any kind involved.
    default boolean isTransient() {
        return switch (this) {
            case Overloaded _, Faulted _, TimedOut _, Unreachable _ -> true;
            case Succeeded _, RateLimited _, TooLarge _, OutOfFunds _, ModelUnavailable _ -> false;
            case Rejected _, Repairable _, Unauthorized _, Cancelled _ -> false;
        };
    }

    /// True where the request certainly never reached the provider, and so took nothing from its limits.
    default boolean isUnsent() {
        return switch (this) {
            case Unreachable(var _, var unsent) -> unsent;
            case TimedOut(var phase) -> phase.equals("connect");
            default -> false;
        };
    }

    /// The outcome's name in trails, logs and metrics.
    default String id() {
        return switch (this) {
            case Succeeded _ -> "succeeded";
            case RateLimited _ -> "rate-limited";
            case TooLarge _ -> "too-large";
            case OutOfFunds _ -> "out-of-funds";
            case ModelUnavailable _ -> "model-unavailable";
            case Overloaded _ -> "overloaded";
            case Faulted _ -> "faulted";
            case TimedOut _ -> "timed-out";
            case Unreachable _ -> "unreachable";
            case Rejected _ -> "rejected";
            case Repairable _ -> "repairable";
            case Unauthorized _ -> "unauthorized";
            case Cancelled _ -> "cancelled";
        };
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }
}
