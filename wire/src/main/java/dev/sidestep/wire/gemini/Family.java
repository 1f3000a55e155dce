package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.canonical.Reasoning.Effort.HIGH;
import static dev.sidestep.wire.canonical.Reasoning.Effort.LOW;
import static dev.sidestep.wire.canonical.Reasoning.Effort.MEDIUM;
import static dev.sidestep.wire.canonical.Reasoning.Effort.MINIMAL;

import dev.sidestep.wire.format.ModelTable;
import java.util.List;

/// What the models of one family take differently: one row of the table below.
///
/// @param prefix how their ids start; the longest match alone counts
/// @param thinking how they are told how much to think
/// @param isTuned whether they heed `temperature`, `topP` and `topK`; the others accept and ignore them
/// @param wantsSignatures whether they refuse a function call of the current turn that bears no thought signature
/// @param takesMediaInResults whether images and documents may stand inside a function's response
record Family(String prefix, Thinking thinking, boolean isTuned, boolean wantsSignatures, boolean takesMediaInResults) {
    private static final Thinking NEVER = new Thinking.Never();
    private static final Thinking FROM_MINIMAL = new Thinking.Levels(List.of(MINIMAL, LOW, MEDIUM, HIGH));
    private static final Thinking FROM_LOW = new Thinking.Levels(List.of(LOW, MEDIUM, HIGH));

    /*
     * https://ai.google.dev/gemini-api/docs/thinking (levels and budgets),
     * https://ai.google.dev/gemini-api/docs/thought-signatures,
     * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models (pages per model: sampling, levels).
     * An id of `gemini-` that no row knows is newer than this table, or an alias such as `gemini-flash-latest`.
     */
    private static final ModelTable<Family> TABLE = new ModelTable<>(
            List.of(
                    older("", NEVER),
                    older("gemini-1", NEVER),
                    older("gemini-2.0", NEVER),
                    older("gemini-2.5-pro", new Thinking.Budgets(128, 32_768, false)),
                    older("gemini-2.5-flash", new Thinking.Budgets(0, 24_576, true)),
                    older("gemini-2.5-flash-lite", new Thinking.Budgets(512, 24_576, true)),
                    older("gemini-2.5-flash-image", NEVER),
                    older("gemini-2.5-flash-preview-tts", NEVER),
                    tuned("gemini-3-pro", new Thinking.Levels(List.of(LOW, HIGH))),
                    tuned("gemini-3-flash", FROM_MINIMAL),
                    tuned("gemini-3.1-pro", FROM_LOW),
                    tuned("gemini-3.1-flash-lite", FROM_MINIMAL),
                    tuned("gemini-3.5-flash", FROM_MINIMAL),
                    fixed("gemini-3.5-flash-lite", FROM_MINIMAL),
                    fixed("gemini-3.6-flash", FROM_MINIMAL),
                    fixed("gemini-3.7-flash", FROM_LOW),
                    fixed("gemini-3.8-flash", FROM_LOW),
                    fixed("gemini-", FROM_LOW)),
            Family::prefix);

    /// The family of a model.
    static Family of(String modelId) {
        return TABLE.find(ModelPath.bare(modelId)).orElseThrow();
    }

    private static Family older(String prefix, Thinking thinking) {
        return new Family(prefix, thinking, true, false, false);
    }

    private static Family tuned(String prefix, Thinking thinking) {
        return new Family(prefix, thinking, true, true, true);
    }

    private static Family fixed(String prefix, Thinking thinking) {
        return new Family(prefix, thinking, false, true, true);
    }
}
