package dev.sidestep.simulator;

import java.util.Map;
import java.util.Set;

/// What OpenAI's models refuse, by the prefix of their ids.
enum OpenAiRules {
    /// Reasons before it answers: takes neither `max_tokens` nor any sampling.
    REASONS,
    /// Knows no effort of reasoning.
    NO_REASONING,
    /// Takes function tools on Chat Completions only when it does not reason.
    TOOLS_ON_RESPONSES,
    /// Keeps to no schema.
    NO_SCHEMA,
    /// Takes no `stop`.
    NO_STOP,
    /// Knows no `developer` role.
    NO_DEVELOPER;

    private static final PrefixTable<Set<OpenAiRules>> MODELS = new PrefixTable<>(
            Map.ofEntries(
                    Map.entry("gpt-3.5", Set.of(NO_REASONING, NO_SCHEMA)),
                    Map.entry("gpt-4", Set.of(NO_REASONING, NO_SCHEMA)),
                    Map.entry("gpt-4o", Set.of(NO_REASONING)),
                    Map.entry("gpt-4.", Set.of(NO_REASONING)),
                    Map.entry("o1", Set.of(REASONS)),
                    Map.entry("o1-mini", Set.of(REASONS, NO_DEVELOPER)),
                    Map.entry("o1-preview", Set.of(REASONS, NO_DEVELOPER)),
                    Map.entry("o3", Set.of(REASONS, NO_STOP)),
                    Map.entry("o4", Set.of(REASONS, NO_STOP)),
                    Map.entry("gpt-5", Set.of(REASONS)),
                    Map.entry("gpt-5-chat", Set.of()),
                    Map.entry("gpt-5.4", Set.of(REASONS, TOOLS_ON_RESPONSES)),
                    Map.entry("gpt-5.5", Set.of(REASONS, TOOLS_ON_RESPONSES)),
                    Map.entry("gpt-5.6", Set.of(REASONS, TOOLS_ON_RESPONSES)),
                    Map.entry("gpt-6", Set.of(REASONS, TOOLS_ON_RESPONSES))),
            Set.of());

    boolean isOf(String model) {
        return MODELS.of(model).contains(this);
    }
}
