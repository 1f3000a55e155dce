package dev.sidestep.simulator;

/// How an answer ends that was cut short.
public sealed interface Ending {
    /// Ends that need no words.
    enum Plain implements Ending {
        /// A proper end of the body, with nothing more in it.
        END,
        /// `[DONE]` and a proper end.
        DONE,
        /// The connection closed.
        CLOSE,
        /// The connection reset.
        RESET,
        /// Nothing more, and the connection left open.
        SILENCE,
        /// Comment lines for ever.
        COMMENTS,
        /// Events that carry a role and no content, for ever.
        ROLES
    }

    /// An event that is an error object, and a proper end without `[DONE]`.
    record ErrorObject(String json) implements Ending {}

    /// The same, named `event: error`.
    record ErrorEvent(String json) implements Ending {}

    /// An overloaded provider's error object.
    static Ending error() {
        return new ErrorObject(SimulatedError.OVER_CAPACITY);
    }
}
