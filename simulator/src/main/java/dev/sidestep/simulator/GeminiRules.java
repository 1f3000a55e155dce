package dev.sidestep.simulator;

import java.util.List;
import java.util.Map;

/// What a Gemini model knows and refuses, by the prefix of its id. Immutable.
///
/// @param levels of thinking that it knows; empty for none
/// @param leastBudget of thinking, in tokens; 0 where it cannot be told
/// @param mostBudget of thinking, in tokens; 0 where it cannot be told
/// @param canStopThinking whether a budget of 0 is welcome
/// @param signsCalls whether function calls carry a signature that must come back, and ids
/// @param penalties whether it takes presence and frequency penalties, and log probabilities
/// @param schemaWithTools whether it takes a schema for its text and tools in one request
/// @param candidates the most that `candidateCount` may ask for
record GeminiRules(
        List<String> levels,
        long leastBudget,
        long mostBudget,
        boolean canStopThinking,
        boolean signsCalls,
        boolean penalties,
        boolean schemaWithTools,
        int candidates) {
    private static final int USUAL_CANDIDATES = 8;
    private static final PrefixTable<GeminiRules> MODELS = new PrefixTable<>(
            Map.ofEntries(
                    Map.entry("gemini-2.5-pro", budget(128, 32_768, false)),
                    Map.entry("gemini-2.5-flash", budget(1, 24_576, true)),
                    Map.entry("gemini-2.5-flash-lite", budget(512, 24_576, true)),
                    Map.entry("gemini-3", levels("minimal", "low", "medium", "high")),
                    Map.entry("gemini-3-pro", levels("low", "high")),
                    Map.entry("gemini-3.1-pro", levels("low", "medium", "high")),
                    Map.entry("gemini-3.7-flash", levels("low", "medium", "high"))),
            new GeminiRules(List.of(), 0, 0, true, false, true, false, USUAL_CANDIDATES));

    private static GeminiRules budget(long least, long most, boolean canStop) {
        return new GeminiRules(List.of(), least, most, canStop, false, false, false, USUAL_CANDIDATES);
    }

    private static GeminiRules levels(String... levels) {
        return new GeminiRules(List.of(levels), 1, 65_535, false, true, false, true, 1);
    }

    static GeminiRules of(String model) {
        return MODELS.of(model);
    }

    boolean thinks() {
        return mostBudget > 0;
    }
}
