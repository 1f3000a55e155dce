package dev.sidestep.simulator;

/// How an answer ends that was cut short.
public sealed interface Ending {
    /// Ends that need no words.
    enum Plain implements Ending {
        /// A proper end of the body, with nothing more in it.
        END,
        /// The wire's own last event, such as `[DONE]` or `message_stop`, and a proper end.
        DONE,
        /// The connection closed.
        CLOSE,
        /// The connection reset.
        RESET,
        /// Nothing more, and the connection left open.
        SILENCE,
        /// Comment lines for ever.
        COMMENTS,
        /// Events without content, such as a role or a `ping`, for ever.
        ROLES
    }

    /// An event that is an error object, and a proper end without `[DONE]`.
    record ErrorObject(String json) implements Ending {}

    /// The same, named `event: error`.
    record ErrorEvent(String json) implements Ending {}

    /// An error in the provider's own words and form, and a proper end.
    record Worded(Trouble trouble) implements Ending {}

    /// An overloaded provider's error.
    static Ending error() {
        return new Worded(Trouble.OVERLOADED);
    }
}
