package dev.sidestep.config;

import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.WireFormat;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// What a model cannot be asked for because its endpoint's wire formats have no words for it.
final class WireFeatures {
    private WireFeatures() {}

    /// What none of these formats can say.
    static Set<Feature> unsayable(Collection<WireFormat> wires) {
        Set<Feature> unsayable = EnumSet.allOf(Feature.class);
        wires.forEach(wire -> unsayable.retainAll(unsayable(wire)));
        return unsayable;
    }

    private static Set<Feature> unsayable(WireFormat wire) {
        return switch (wire) {
            case OPENAI -> EnumSet.of(Feature.CITATIONS, Feature.RESPONSES_API, Feature.ANTHROPIC_API);
            case RESPONSES ->
                EnumSet.of(
                        Feature.EMBEDDINGS,
                        Feature.SPEECH,
                        Feature.STOP,
                        Feature.PREFILL,
                        Feature.CHOICES,
                        Feature.LOGIT_BIAS,
                        Feature.CITATIONS,
                        Feature.OPENAI_API,
                        Feature.ANTHROPIC_API);
            case ANTHROPIC ->
                EnumSet.of(
                        Feature.EMBEDDINGS,
                        Feature.AUDIO,
                        Feature.SPEECH,
                        Feature.CUSTOM_TOOLS,
                        Feature.CHOICES,
                        Feature.LOGPROBS,
                        Feature.LOGIT_BIAS,
                        Feature.OPENAI_API,
                        Feature.RESPONSES_API);
            case GEMINI ->
                EnumSet.of(
                        Feature.IMAGE_URLS,
                        Feature.SPEECH,
                        Feature.CUSTOM_TOOLS,
                        Feature.PREFILL,
                        Feature.CHOICES,
                        Feature.LOGPROBS,
                        Feature.LOGIT_BIAS,
                        Feature.CITATIONS,
                        Feature.OPENAI_API,
                        Feature.RESPONSES_API,
                        Feature.ANTHROPIC_API);
        };
    }
}
