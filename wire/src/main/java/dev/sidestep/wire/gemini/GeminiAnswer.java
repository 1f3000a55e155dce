package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A `GenerateContentResponse`: a whole answer, or the next piece of a streamed one. Whatever a provider sends can be
/// read without fear. Immutable.
///
/// @param json what was sent, taken out of the array that some endpoints put around it
record GeminiAnswer(JsonNode json) {
    /// Nothing.
    static final GeminiAnswer EMPTY = new GeminiAnswer(Trees.object());

    /// The response in these bytes; empty where they are no JSON.
    static Optional<GeminiAnswer> of(byte[] body) {
        return of(body, 0, body.length);
    }

    static Optional<GeminiAnswer> of(byte[] bytes, int from, int to) {
        return Trees.parse(bytes, from, to)
                .map(json -> new GeminiAnswer(json.isArray() && json.size() == 1 ? json.path(0) : json));
    }

    /// What a body is that holds no JSON.
    static AnswerBody noJson(byte[] body) {
        return new AnswerBody.Garbage(body.length == 0 ? "an empty body" : "a body that is not valid JSON");
    }

    /// What it is as the body of an answer.
    AnswerBody body() {
        if (isError()) {
            return new AnswerBody.ErrorBody();
        }
        Optional<String> fault = fault();
        if (fault.isPresent()) {
            return new AnswerBody.Garbage(fault.get());
        }
        return isAnswer()
                ? new AnswerBody.Answered(usage().orElse(null))
                : new AnswerBody.Garbage("a body without candidates");
    }

    /// True for an error in place of an answer.
    boolean isError() {
        return json.hasNonNull("error");
    }

    /// What is wrong with it, where something is.
    Optional<String> fault() {
        if (!json.isObject()) {
            return Optional.of("JSON that is no object");
        }
        if (Ending.isFailure(endWord())) {
            return Optional.of("an answer that the model could not form");
        }
        for (JsonNode part : parts()) {
            if (GeminiPartReader.isMalformed(part)) {
                return Optional.of("a function call without a name");
            }
        }
        return Optional.empty();
    }

    private boolean isAnswer() {
        return candidate().path("content").isObject() || Ending.isSaid(endWord()) || isBlocked();
    }

    /// Only the first answer counts; no more are asked for.
    private JsonNode candidate() {
        return json.path("candidates").path(0);
    }

    /// The parts of the answer; a missing node where there are none.
    JsonNode parts() {
        return candidate().path("content").path("parts");
    }

    String endWord() {
        return candidate().path("finishReason").asText("");
    }

    /// True where the prompt itself was refused, and nothing answered.
    boolean isBlocked() {
        return candidate().isMissingNode()
                && Ending.isSaid(blockWord())
                && !json.path("promptFeedback").isMissingNode();
    }

    private String blockWord() {
        return json.path("promptFeedback").path("blockReason").asText("");
    }

    /// The provider's name for the answer; empty where it says none.
    String id() {
        return json.path("responseId").asText("");
    }

    /// Which model answers; empty where it does not say.
    String model() {
        return json.path("modelVersion").asText("");
    }

    Optional<Usage> usage() {
        return TokenCounts.read(json);
    }

    /// Why the answer ended, as far as this response knows.
    Finish finish(boolean hasToolCalls) {
        return isBlocked()
                ? new Finish(
                        Reason.CONTENT_FILTER,
                        blockWord(),
                        json.path("promptFeedback").path("blockReasonMessage").asText(""))
                : Ending.of(endWord(), candidate().path("finishMessage").asText(""), hasToolCalls);
    }

    /// The whole answer.
    CanonicalAnswer answer(GeminiPartReader reader) {
        List<Part> parts = new ArrayList<>();
        parts().forEach(part -> reader.read(part).ifPresent(parts::add));
        return new CanonicalAnswer(id(), model(), parts, finish(reader.hasToolCalls()), usage().orElse(null));
    }
}
