package dev.sidestep.wire.canonical;

/// Why an answer ended. Immutable.
///
/// @param reason what it means, taken from the content where the provider's word says less
/// @param word the provider's own word for it
/// @param detail the stop text that was met, or why the model refused; empty where nothing was said
public record Finish(Reason reason, String word, String detail) {
    /// What it means.
    public enum Reason {
        /// The model was done.
        STOP,
        /// One of the caller's stop texts was met.
        STOP_SEQUENCE,
        /// The longest answer, or the context window.
        LENGTH,
        /// It waits for results of tools.
        TOOL_CALLS,
        /// The provider or the model would not go on.
        CONTENT_FILTER,
        /// The provider's own tools need another call to go on.
        PAUSE
    }

    /// An end with nothing more to say about it.
    public Finish(Reason reason, String word) {
        this(reason, word, "");
    }
}
