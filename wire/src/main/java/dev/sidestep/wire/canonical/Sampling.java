package dev.sidestep.wire.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// How the next token is chosen, and what is told about it; null where nothing was said. Immutable.
///
/// @param temperature as the client's wire format counts it
/// @param topK only in Anthropic's and Gemini's
/// @param logitBias an object of biases by token
/// @param logprobs whether the probabilities are told
/// @param topLogprobs of how many alternatives
/// @param choices how many answers, `n`
public record Sampling(
        @Nullable BigDecimal temperature,
        @Nullable BigDecimal topP,
        @Nullable Long topK,
        @Nullable BigDecimal frequencyPenalty,
        @Nullable BigDecimal presencePenalty,
        @Nullable Long seed,
        @Nullable JsonNode logitBias,
        @Nullable Boolean logprobs,
        @Nullable Long topLogprobs,
        @Nullable Long choices) {
    /// Nothing was said.
    public static final Sampling UNSAID = new Sampling(null, null, null, null, null, null, null, null, null, null);
}
