package dev.sidestep.wire.format;

/// Why a stream that began with status 200 is no answer.
public sealed interface StreamFailure {
    /// It brought an error.
    ///
    /// @param json the event's data as it came, which has the shape of an error answer's body
    record ErrorEvent(byte[] json) implements StreamFailure {}

    /// It ended with nothing in it: no event, comments alone, `[DONE]` alone, a role and no word.
    record Empty() implements StreamFailure {}

    /// It ended after content, and before it said that it was done.
    record Incomplete() implements StreamFailure {}

    /// It breaks the format or a bound.
    ///
    /// @param what in a few words, without a byte of what was sent
    record Garbage(String what) implements StreamFailure {}
}
