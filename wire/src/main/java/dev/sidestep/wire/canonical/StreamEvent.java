package dev.sidestep.wire.canonical;

import dev.sidestep.core.quota.Usage;
import org.jspecify.annotations.Nullable;

/// A step of a streamed answer in no wire format's words. Pieces of text or thought that follow each other belong
/// together until a piece of another kind comes. Immutable.
public sealed interface StreamEvent {
    /// The provider has taken the call.
    ///
    /// @param id the provider's name for the answer; empty where it gave none
    /// @param model which model the provider says answers; empty where it does not say
    /// @param knownUsage the tokens so far, or null where it does not say
    record Started(String id, String model, @Nullable Usage knownUsage) implements StreamEvent {}

    /// More text.
    record Text(String piece) implements StreamEvent {}

    /// More of what the model thinks.
    record Thinking(String piece) implements StreamEvent {}

    /// What the provider wants back with the text or the thoughts that came last; both may be empty.
    record Signed(Opaque opaque) implements StreamEvent {}

    /// Thoughts that only their issuer can read.
    record Redacted(Opaque opaque) implements StreamEvent {}

    /// More of the model's words for what it will not do.
    record Refusal(String piece) implements StreamEvent {}

    /// A tool call begins.
    ///
    /// @param index its place among the answer's tool calls, from 0; each begins once
    /// @param knownOpaque what its provider wants back with it, or null
    record ToolCallBegun(
            int index, String id, String name, @Nullable Opaque knownOpaque) implements StreamEvent {}

    /// More of a tool call's arguments, of one that has begun. Those of several may come in turns.
    record ToolCallArguments(int index, String piece) implements StreamEvent {}

    /// The tokens so far, all of them: a later one replaces it.
    record Counted(Usage usage) implements StreamEvent {}

    /// The answer's content is complete. Only [Counted] may follow.
    record Finished(Finish finish) implements StreamEvent {}

    /// An error in place of the rest.
    ///
    /// @param json in the shape of an error answer's body
    record Failed(byte[] json) implements StreamEvent {}

    /// Something that breaks the wire format, or an end that is none: the model could not form its tool call.
    ///
    /// @param what in a few words, without a byte of what was sent
    record Malformed(String what) implements StreamEvent {}

    /// True where it brings something of the answer, after which no other target can answer any more.
    default boolean isContent() {
        return switch (this) {
            case Text(var piece) -> !piece.isEmpty();
            case Thinking(var piece) -> !piece.isEmpty();
            case Refusal(var piece) -> !piece.isEmpty();
            case Redacted _, ToolCallBegun _, ToolCallArguments _, Finished _ -> true;
            case Started _, Signed _, Counted _, Failed _, Malformed _ -> false;
        };
    }
}
