package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.anthropic.ClaudeModel.Thinking;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says how much a model is to think, in the words that it takes: `thinking` and `output_config.effort`. Used once.
final class ThinkingWriter {
    private static final String FIELD = "reasoning_effort";

    /// The least that a budget may be.
    static final long LEAST_BUDGET = 1_024;

    /// The longest answer.
    ///
    /// @param isClamped whether the caller asked for a longer one
    record Longest(long tokens, boolean isClamped) {}

    private final Reasoning reasoning;
    private final ClaudeModel model;
    private final boolean isOwn;
    private final Losses losses;
    private @Nullable ObjectNode thinking;
    private @Nullable Effort effort;

    /// @param origin whose words the reasoning was said in
    ThinkingWriter(Reasoning reasoning, ClaudeModel model, WireFormat origin, Losses losses) {
        this.reasoning = reasoning;
        this.model = model;
        this.isOwn = origin == WireFormat.ANTHROPIC;
        this.losses = losses;
    }

    /// Decides.
    ///
    /// @param longest the longest answer, which thoughts are part of
    /// @param prevents what does not go together with thinking; empty where nothing is in its way
    ThinkingWriter decide(Longest longest, String prevents, boolean hasLostItsThread) {
        effort = effort().orElse(null);
        if (isOff()) {
            off();
        } else if (isOn() && !prevents.isEmpty()) {
            losses.approximated(FIELD, "off, because of " + prevents);
        } else if (isOn()) {
            on(longest, hasLostItsThread);
        }
        return this;
    }

    /// True where the model is told to think.
    boolean isThinking() {
        return thinking != null && !thinking.path("type").asText().equals("disabled");
    }

    /// Writes what was decided.
    ///
    /// @param rest what else the caller said in `thinking`
    void write(ObjectNode body, Optional<JsonNode> rest) {
        ObjectNode decided = thinking;
        if (decided != null) {
            if (isThinking()) {
                rest.ifPresent(more -> more.properties().forEach(each -> decided.set(each.getKey(), each.getValue())));
            }
            body.set("thinking", decided);
        }
        if (effort != null) {
            body.withObjectProperty("output_config").put("effort", word(effort));
        }
    }

    private boolean isOff() {
        return reasoning.mode() == Mode.OFF
                || (reasoning.mode() == Mode.UNSAID && reasoning.knownEffort() == Effort.NONE);
    }

    /// In other formats an effort alone asks for thoughts; here it does not.
    private boolean isOn() {
        boolean asksByEffort = !isOwn && reasoning.mode() == Mode.UNSAID && reasoning.knownEffort() != null;
        return reasoning.mode() == Mode.ON || asksByEffort;
    }

    /// The effort that was said, as near as the model knows it.
    private Optional<Effort> effort() {
        Optional<Effort> said = reasoning.effort().filter(asked -> asked != Effort.NONE);
        if (said.isEmpty() || model.efforts().isEmpty()) {
            if (isOwn && said.isPresent()) {
                losses.dropped("output_config.effort");
            }
            return Optional.empty();
        }
        Effort given = model.nearest(said.orElseThrow());
        if (given != said.orElseThrow()) {
            losses.clamped(FIELD, word(said.orElseThrow()), word(given));
        }
        return Optional.of(given);
    }

    private void off() {
        switch (model.off()) {
            case DISABLED -> thinking = Trees.object().put("type", "disabled");
            case OMIT -> {
                // not asked for
            }
            case NEVER -> {
                effort = model.nearest(Effort.LOW);
                losses.approximated(FIELD, word(effort));
            }
        }
    }

    private void on(Longest longest, boolean hasLostItsThread) {
        boolean wantsBudget = reasoning.budgetTokens() > 0;
        if (model.thinking() == Thinking.NONE) {
            losses.dropped(FIELD);
        } else if (model.thinking().takesAdaptive()
                && !(wantsBudget && model.thinking().takesBudget())) {
            adaptive(wantsBudget);
        } else if (hasLostItsThread) {
            losses.approximated(FIELD, "off, because of earlier thoughts of another model");
        } else {
            budget(longest);
        }
    }

    private void adaptive(boolean wantsBudget) {
        thinking = Trees.object().put("type", "adaptive");
        if (wantsBudget) {
            losses.approximated(FIELD, "adaptive");
            if (effort == null && !model.efforts().isEmpty()) {
                effort = model.nearest(worth(reasoning.budgetTokens()));
            }
        }
        if (!isOwn && reasoning.isShown() && model.thinking() == Thinking.ADAPTIVE) {
            thinking.put("display", "summarized");
        }
    }

    /// Thoughts count as a part of the answer, whose longest length is the caller's to say: a budget stays below it.
    private void budget(Longest longest) {
        if (isOwn && reasoning.budgetTokens() > 0 && !longest.isClamped()) {
            // As the caller said it, for the provider to judge: with some betas a budget may exceed the answer.
            thinking = budgetOf(reasoning.budgetTokens());
            return;
        }
        long maxTokens = longest.tokens();
        long asked = reasoning.budgetTokens() > 0
                ? reasoning.budgetTokens()
                : budget(reasoning.effort().orElse(Effort.HIGH), maxTokens);
        long given = Math.min(Math.max(asked, LEAST_BUDGET), maxTokens - 1);
        if (given < LEAST_BUDGET) {
            losses.approximated(FIELD, "off, because of the longest answer");
            return;
        }
        if (reasoning.budgetTokens() == 0) {
            losses.approximated(FIELD, "budget of " + given);
        } else if (given != asked) {
            losses.clamped(FIELD, asked, given);
        }
        thinking = budgetOf(given);
    }

    private static ObjectNode budgetOf(long tokens) {
        return Trees.object().put("type", "enabled").put("budget_tokens", tokens);
    }

    /// Tokens that an effort is worth, with room for the answer.
    static long budget(Effort effort, long maxTokens) {
        long room = Math.max(LEAST_BUDGET, maxTokens - maxTokens / 4);
        long worth = switch (effort) {
            case NONE, MINIMAL -> LEAST_BUDGET;
            case LOW -> 4_096;
            case MEDIUM -> 8_192;
            case HIGH -> 16_384;
            case XHIGH, MAX -> Long.MAX_VALUE;
        };
        return Math.min(worth, room);
    }

    /// The effort that a budget is worth.
    static Effort worth(long budgetTokens) {
        if (budgetTokens <= 4_096) {
            return Effort.LOW;
        }
        return budgetTokens <= 8_192 ? Effort.MEDIUM : Effort.HIGH;
    }

    static String word(Effort effort) {
        return effort.name().toLowerCase(Locale.ROOT);
    }
}
