package dev.sidestep.simulator;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What Claude models know and refuse, by the prefix of their ids.
enum ClaudeRules {
    /// Knows `thinking: enabled` with a budget, and `disabled`.
    MANUAL,
    /// Knows `thinking: adaptive`.
    ADAPTIVE,
    /// Knows `output_config.effort`.
    EFFORT,
    /// Knows `output_config.format`.
    STRUCTURED,
    /// Knows `role: system` within the messages.
    SYSTEM_TURNS,
    /// Continues no assistant message.
    NO_PREFILL,
    /// Takes no sampling but the default one.
    DEFAULT_SAMPLING,
    /// Takes either `temperature` or `top_p`.
    ONE_SAMPLING,
    /// Cannot be made to call a tool.
    NO_FORCED_TOOLS;

    private static final Set<ClaudeRules> NEWEST =
            EnumSet.of(ADAPTIVE, EFFORT, STRUCTURED, SYSTEM_TURNS, NO_PREFILL, DEFAULT_SAMPLING);
    private static final PrefixTable<Set<ClaudeRules>> MODELS =
            new PrefixTable<>(models(), EnumSet.of(MANUAL, STRUCTURED));

    private static Map<String, Set<ClaudeRules>> models() {
        var models = new HashMap<String, Set<ClaudeRules>>();
        models.put("claude-3", Set.of());
        models.put("claude-3-7", EnumSet.of(MANUAL));
        models.put("claude-opus-4", EnumSet.of(MANUAL));
        models.put("claude-opus-4-1", EnumSet.of(MANUAL, ONE_SAMPLING));
        models.put("claude-sonnet-4", EnumSet.of(MANUAL));
        models.put("claude-opus-4-5", EnumSet.of(MANUAL, EFFORT, STRUCTURED, ONE_SAMPLING));
        models.put("claude-sonnet-4-5", EnumSet.of(MANUAL, STRUCTURED, ONE_SAMPLING));
        models.put("claude-haiku-4-5", EnumSet.of(MANUAL, STRUCTURED, ONE_SAMPLING));
        models.put("claude-opus-4-6", EnumSet.of(MANUAL, ADAPTIVE, EFFORT, STRUCTURED, NO_PREFILL, ONE_SAMPLING));
        models.put("claude-sonnet-4-6", EnumSet.of(MANUAL, ADAPTIVE, EFFORT, STRUCTURED, NO_PREFILL, ONE_SAMPLING));
        models.put("claude-opus-4-7", EnumSet.of(ADAPTIVE, EFFORT, STRUCTURED, NO_PREFILL, DEFAULT_SAMPLING));
        for (var prefix : Set.of(
                "claude-opus-4-8",
                "claude-opus-5",
                "claude-sonnet-5",
                "claude-haiku-5",
                "claude-fable",
                "claude-mythos")) {
            models.put(prefix, NEWEST);
        }
        var unforced = EnumSet.copyOf(NEWEST);
        unforced.add(NO_FORCED_TOOLS);
        models.put("claude-fable-5-1", unforced);
        models.put("claude-mythos-5-1", unforced);
        return models;
    }

    boolean isOf(String model) {
        return MODELS.of(model).contains(this);
    }
}
