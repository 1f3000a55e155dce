package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.format.Loss;
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
                losses.add(Loss.clamped("temperature", temperature, given));
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
        if (asked.topK() != null) {
            losses.add(Loss.dropped("top_k"));
        }
    }

    /// Leaves out what no model of this format takes.
    void dropForeign(Sampling asked) {
        dropUnlessZero("frequency_penalty", asked.frequencyPenalty());
        dropUnlessZero("presence_penalty", asked.presencePenalty());
        drop("seed", asked.seed() != null);
        drop("logit_bias", asked.logitBias() != null && !asked.logitBias().isEmpty());
        drop("logprobs", Boolean.TRUE.equals(asked.logprobs()));
        drop("top_logprobs", asked.topLogprobs() != null && asked.topLogprobs() > 0);
        drop("n", asked.choices() != null && asked.choices() > 1);
    }

    /// 1 is what counts anyway.
    private void dropUnlessOne(String name, @Nullable BigDecimal value) {
        drop(name, value != null && value.compareTo(BigDecimal.ONE) != 0);
    }

    private void dropUnlessZero(String name, @Nullable BigDecimal value) {
        drop(name, value != null && value.signum() != 0);
    }

    private void drop(String name, boolean isLoss) {
        if (isLoss) {
            losses.add(Loss.dropped(name));
        }
    }
}
