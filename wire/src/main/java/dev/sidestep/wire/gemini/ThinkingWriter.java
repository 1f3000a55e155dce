package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.json.Trees;
import java.util.Locale;
import java.util.Optional;

/// Writes `thinkingConfig`: how much a model is to think, in the words of its family.
final class ThinkingWriter {
    private static final String REASONING = "reasoning_effort";

    /// Budgets above these tokens count as more than a low and a medium effort where a model knows levels only.
    private static final long LOW_TOKENS = 4_096;

    private static final long MEDIUM_TOKENS = 16_384;

    private final Draft draft;
    private final Reasoning reasoning;
    private final ObjectNode thinking = Trees.object();

    ThinkingWriter(Draft draft) {
        this.draft = draft;
        reasoning = draft.request().reasoning();
    }

    void write(ObjectNode config) {
        switch (draft.has(Feature.REASONING) ? draft.family().thinking() : new Thinking.Never()) {
            case Thinking.Never _ -> never();
            case Thinking.Levels levels -> {
                effort().ifPresent(asked -> level(asked, levels));
                show();
            }
            case Thinking.Budgets budgets -> {
                budget(budgets);
                show();
            }
        }
        if (!thinking.isEmpty()) {
            config.set("thinkingConfig", thinking);
        }
    }

    private void never() {
        boolean isWanted = reasoning.mode() == Reasoning.Mode.ON
                || reasoning.effort().filter(effort -> effort != Effort.NONE).isPresent();
        if (isWanted && reasoning.mode() != Reasoning.Mode.OFF) {
            draft.losses().dropped(REASONING);
        }
    }

    /// Thoughts are shown where the caller wants to see them, and the model has some.
    private void show() {
        boolean isOff = thinking.path("thinkingBudget").asLong(-1) == 0;
        if (reasoning.isShown() && !isOff) {
            thinking.put("includeThoughts", true);
        }
    }

    /// How hard, where something was said about it.
    private Optional<Effort> effort() {
        if (reasoning.mode() == Reasoning.Mode.OFF) {
            return Optional.of(Effort.NONE);
        }
        return reasoning.effort().or(() -> reasoning.budgetTokens() > 0 ? Optional.of(ofBudget()) : Optional.empty());
    }

    private Effort ofBudget() {
        long tokens = reasoning.budgetTokens();
        return tokens <= LOW_TOKENS ? Effort.LOW : tokens <= MEDIUM_TOKENS ? Effort.MEDIUM : Effort.HIGH;
    }

    private void budget(Thinking.Budgets budgets) {
        if (reasoning.mode() != Reasoning.Mode.OFF && reasoning.budgetTokens() > 0) {
            asked(budgets, reasoning.budgetTokens());
        } else {
            effort().ifPresent(effort -> effort(budgets, effort));
        }
    }

    private void asked(Thinking.Budgets budgets, long tokens) {
        long given = budgets.nearest(tokens);
        thinking.put("thinkingBudget", given);
        if (given != tokens) {
            draft.losses().clamped(REASONING, tokens, given);
        }
    }

    private void effort(Thinking.Budgets budgets, Effort effort) {
        if (effort != Effort.NONE) {
            long given = budgets.of(effort);
            thinking.put("thinkingBudget", given);
            draft.losses().approximated(REASONING, given + " tokens");
        } else if (budgets.canBeOff()) {
            thinking.put("thinkingBudget", 0);
        } else {
            draft.losses().dropped(REASONING);
        }
    }

    /// A level is written as the API's enum has it, as all of Google's SDKs do.
    private void level(Effort asked, Thinking.Levels levels) {
        Effort given = levels.nearest(asked);
        thinking.put("thinkingLevel", given.name());
        if (given != asked || reasoning.effort().isEmpty()) {
            draft.losses().approximated(REASONING, given.name().toLowerCase(Locale.ROOT));
        }
    }
}
