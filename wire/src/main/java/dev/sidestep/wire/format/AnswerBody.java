package dev.sidestep.wire.format;

import dev.sidestep.core.quota.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the body of an answer with status 200 turns out to be.
public sealed interface AnswerBody {
    /// An answer.
    ///
    /// @param knownUsage the tokens, or null where it does not say
    record Answered(@Nullable Usage knownUsage) implements AnswerBody {
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
