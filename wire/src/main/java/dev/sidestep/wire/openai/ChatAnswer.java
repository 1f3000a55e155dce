package dev.sidestep.wire.openai;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.AnswerBody;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the body of an answer with status 200 turns out to be.
public sealed interface ChatAnswer {
    /// An answer.
    ///
    /// @param model which model the provider says answered; empty where it does not say
    /// @param text the text of the first choice; empty where it has none
    /// @param toolCalls the first choice's tool calls as raw JSON, an array; empty where it has none
    /// @param knownFinish why the first choice ended, or null
    /// @param knownUsage the tokens, or null where it does not say
    record Answered(
            String model,
            String text,
            String toolCalls,
            @Nullable String knownFinish,
            @Nullable Usage knownUsage) implements ChatAnswer {
        /// Why the first choice ended, where it says.
        public Optional<String> finish() {
            return Optional.ofNullable(knownFinish);
        }

        /// The tokens, where it says.
        public Optional<Usage> usage() {
            return Optional.ofNullable(knownUsage);
        }
    }

    /// An error in an answer's clothes: the body has the shape of an error answer's.
    record ErrorBody() implements ChatAnswer {}

    /// Neither: an HTML page, nothing at all, an object without an answer in it.
    ///
    /// @param what in a few words, without a byte of the body
    record Garbage(String what) implements ChatAnswer {}

    /// The same without what it says.
    default AnswerBody body() {
        return switch (this) {
            case Answered answered -> new AnswerBody.Answered(answered.knownUsage());
            case ErrorBody _ -> new AnswerBody.ErrorBody();
            case Garbage(var what) -> new AnswerBody.Garbage(what);
        };
    }

    /// Reads the answer to a chat call.
    static ChatAnswer chat(byte[] body) {
        return new ChatAnswerScan("choices").read(body);
    }

    /// Reads the answer to an embeddings call; it has no text and no tool calls.
    static ChatAnswer embeddings(byte[] body) {
        return new ChatAnswerScan("data").read(body);
    }
}
