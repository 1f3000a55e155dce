package dev.sidestep.wire.format;

import dev.sidestep.core.quota.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the body of an answer with status 200 turns out to be.
public sealed interface AnswerBody {
    /// An answer.
    ///
    /// @param handle the name under which the provider keeps it, for calls that go on from it; empty where it keeps
    ///     none
    /// @param knownUsage the tokens, or null where it does not say
    record Answered(String handle, @Nullable Usage knownUsage) implements AnswerBody {
        /// An answer that the provider does not keep.
        public Answered(@Nullable Usage knownUsage) {
            this("", knownUsage);
        }

        /// The tokens, where it says.
        public Optional<Usage> usage() {
            return Optional.ofNullable(knownUsage);
        }
    }

    /// An error in an answer's clothes: the body has the shape of an error answer's.
    record ErrorBody() implements AnswerBody {}

    /// Neither: an HTML page, nothing at all, an object without an answer in it, a tool call that the model could not
    /// form.
    ///
    /// @param what in a few words, without a byte of the body
    record Garbage(String what) implements AnswerBody {}
}
