package dev.sidestep.wire.responses;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ModelTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the models of one family take differently from the API as written: one row of the table below.
///
/// @param modelPrefix which of its models, by how their ids start; empty for all. The longest match alone counts
/// @param defaults the fields that it refuses, each with the JSON that counts without it anyway
/// @param efforts how hard it can be asked to think; none for a model that does not think
/// @param leastOutputTokens a smaller limit of the answer is refused; 0 where none is
/// @param marksCache whether parts of the input can be marked for its cache
record Dialect(
        String modelPrefix,
        Map<String, String> defaults,
        Set<Effort> efforts,
        long leastOutputTokens,
        boolean marksCache) {

    /// OpenAI: "integer below minimum value. Expected a value >= 16".
    private static final long LEAST = 16;

    private static final Set<Effort> ALL = EnumSet.allOf(Effort.class);
    private static final Set<Effort> O_SERIES = EnumSet.range(Effort.LOW, Effort.HIGH);

    /// The reasoning models of OpenAI choose their sampling themselves and refuse to be told.
    private static final Map<String, String> SAMPLING = Map.of("temperature", "1", "top_p", "1", "top_logprobs", "0");

    private static final Dialect AS_WRITTEN = new Dialect("", Map.of(), ALL, 0, false);

    private static final ModelTable<Dialect> OPENAI = new ModelTable<>(
            List.of(
                    // Efforts, as the API's refusals tell them: https://github.com/anomalyco/models.dev/pull/2351
                    // and https://github.com/The-PR-Agent/pr-agent/pull/3259
                    new Dialect("", Map.of(), ALL, LEAST, false),
                    new Dialect("gpt-3.5", Map.of(), Set.of(), LEAST, false),
                    new Dialect("gpt-4", Map.of(), Set.of(), LEAST, false),
                    new Dialect("chatgpt-", Map.of(), Set.of(), LEAST, false),
                    thinks("o1", O_SERIES),
                    thinks("o3", O_SERIES),
                    thinks("o4", O_SERIES),
                    thinks("gpt-5", EnumSet.range(Effort.MINIMAL, Effort.HIGH)),
                    new Dialect("gpt-5-chat", Map.of(), Set.of(), LEAST, false),
                    thinks("gpt-5-codex", O_SERIES),
                    thinks("gpt-5-pro", EnumSet.of(Effort.HIGH)),
                    thinks("gpt-5.", EnumSet.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH)),
                    thinks("gpt-5.1", EnumSet.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH)),
                    thinks("gpt-5.1-chat", EnumSet.of(Effort.MEDIUM)),
                    thinks("gpt-5.1-codex", O_SERIES),
                    thinks("gpt-5.1-codex-max", EnumSet.range(Effort.LOW, Effort.XHIGH)),
                    thinks("gpt-5.2-chat", EnumSet.of(Effort.MEDIUM)),
                    thinks("gpt-5.2-pro", EnumSet.range(Effort.MEDIUM, Effort.XHIGH)),
                    thinks("gpt-5.2-codex", EnumSet.range(Effort.LOW, Effort.XHIGH)),
                    thinks("gpt-5.3-codex", EnumSet.range(Effort.LOW, Effort.XHIGH)),
                    thinks("gpt-5.4-pro", EnumSet.range(Effort.MEDIUM, Effort.XHIGH)),
                    // https://developers.openai.com/api/docs/guides/prompt-caching : marks from gpt-5.6 on
                    marks("gpt-5.6", EnumSet.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH)),
                    marks("gpt-6", EnumSet.range(Effort.LOW, Effort.MAX))),
            Dialect::modelPrefix);

    Dialect {
        defaults = Map.copyOf(defaults);
        efforts = Set.copyOf(efforts);
    }

    /// The row for a target; one that takes everything where the target is not known.
    static Dialect of(Aim aim) {
        return aim.providerType().equals("openai")
                ? OPENAI.find(aim.model().id()).orElse(AS_WRITTEN)
                : AS_WRITTEN;
    }

    /// True where the target thinks, and hands out its thoughts encrypted when asked; others refuse to be asked:
    /// "Encrypted content is not supported with this model".
    boolean thinks(Aim aim) {
        return !efforts.isEmpty() && aim.model().features().contains(Feature.REASONING);
    }

    /// The effort of the table that is nearest to the one asked for; of two the lower one.
    Effort nearest(Effort asked) {
        Effort nearest = asked;
        int least = Integer.MAX_VALUE;
        for (Effort effort : Effort.values()) {
            int distance = Math.abs(effort.ordinal() - asked.ordinal());
            if (efforts.contains(effort) && distance < least) {
                nearest = effort;
                least = distance;
            }
        }
        return nearest;
    }

    private static Dialect thinks(String modelPrefix, Set<Effort> efforts) {
        return new Dialect(modelPrefix, SAMPLING, efforts, LEAST, false);
    }

    private static Dialect marks(String modelPrefix, Set<Effort> efforts) {
        return new Dialect(modelPrefix, SAMPLING, efforts, LEAST, true);
    }
}
