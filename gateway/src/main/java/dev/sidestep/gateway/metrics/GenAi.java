package dev.sidestep.gateway.metrics;

import dev.sidestep.core.Feature;
import dev.sidestep.core.Target;
import io.micrometer.core.instrument.Tags;

/// The words of OpenTelemetry's conventions for generative AI.
public final class GenAi {
    private static final String OPERATION = "gen_ai.operation.name";
    private static final String PROVIDER = "gen_ai.provider.name";
    private static final String MODEL = "gen_ai.request.model";

    /// The type of an error; empty, which is the same as none, where there was no error.
    static final String ERROR = "error.type";

    /// `input` or `output`.
    static final String TOKEN_TYPE = "gen_ai.token.type";

    private GenAi() {}

    /// A model at a provider, whatever the account. Immutable.
    record ModelLabels(String provider, String model, boolean embeds) {
        static ModelLabels of(Target target) {
            return new ModelLabels(
                    target.providerType(),
                    target.model().id(),
                    target.model().features().contains(Feature.EMBEDDINGS));
        }

        Tags tags() {
            return Tags.of(OPERATION, embeds ? "embeddings" : "chat", PROVIDER, providerName(provider), MODEL, model);
        }
    }

    /// What the conventions call a type of provider; what they do not know keeps its own name.
    public static String providerName(String type) {
        return switch (type) {
            case "gemini" -> "gcp.gemini";
            case "mistral" -> "mistral_ai";
            case "xai" -> "x_ai";
            case "azure" -> "azure.ai.openai";
            case "bedrock" -> "aws.bedrock";
            default -> type;
        };
    }
}
