package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.format.Losses;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Writes how the next token is chosen, as far as a model lets callers say so.
final class SamplingWriter {
    private final ObjectNode body;
    private final Losses losses;

    SamplingWriter(ObjectNode body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    /// Writes what the model takes.
    void write(Sampling asked, ClaudeModel.Sampling taken) {
        BigDecimal temperature = asked.temperature();
        if (temperature != null) {
            BigDecimal given = temperature.max(BigDecimal.ZERO).min(BigDecimal.ONE);
            if (given.compareTo(temperature) != 0) {
                losses.clamped("temperature", temperature, given);
            }
            body.put("temperature", given);
        }
        if (asked.topP() != null && temperature != null && taken == ClaudeModel.Sampling.ONE) {
            dropUnlessOne("top_p", asked.topP());
        } else if (asked.topP() != null) {
            body.put("top_p", asked.topP());
        }
        if (asked.topK() != null) {
            body.put("top_k", asked.topK());
        }
    }

    /// Leaves out what would otherwise be taken.
    void drop(Sampling asked) {
        dropUnlessOne("temperature", asked.temperature());
        dropUnlessOne("top_p", asked.topP());
        losses.droppedIf(asked.topK() != null, "top_k");
    }

    /// Leaves out what no model of this format takes.
    void dropForeign(Sampling asked) {
        dropUnlessZero("frequency_penalty", asked.frequencyPenalty());
        dropUnlessZero("presence_penalty", asked.presencePenalty());
        losses.droppedIf(asked.seed() != null, "seed");
        losses.droppedIf(asked.logitBias() != null && !asked.logitBias().isEmpty(), "logit_bias");
        losses.droppedIf(Boolean.TRUE.equals(asked.logprobs()), "logprobs");
        losses.droppedIf(asked.topLogprobs() != null && asked.topLogprobs() > 0, "top_logprobs");
        losses.droppedIf(asked.choices() != null && asked.choices() > 1, "n");
    }

    /// 1 is what counts anyway.
    private void dropUnlessOne(String name, @Nullable BigDecimal value) {
        losses.droppedIf(value != null && value.compareTo(BigDecimal.ONE) != 0, name);
    }

    private void dropUnlessZero(String name, @Nullable BigDecimal value) {
        losses.droppedIf(value != null && value.signum() != 0, name);
    }
}
