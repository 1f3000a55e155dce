package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// What `GET /models` answers. Pure.
final class ModelList {
    private static final long CREATED_SECONDS = 1_700_000_000; // nobody reads it, but it must be there

    private static final String CREATED = "2023-11-14T22:13:20Z"; // the same moment

    private ModelList() {}

    /// The models that are still served.
    static String of(ProviderSpec provider) {
        var root = JsonNodeFactory.instance.objectNode().put("object", "list");
        var data = root.putArray("data");
        for (var model : served(provider)) {
            var entry = data.addObject()
                    .put("id", model.id())
                    .put("object", "model")
                    .put("created", CREATED_SECONDS)
                    .put("owned_by", provider.name());
            if (provider.dialect() == Dialect.GROQ) {
                entry.put("active", true)
                        .put("context_window", model.contextWindow())
                        .putNull("public_apps")
                        .put("max_completion_tokens", model.maxOutputTokens());
            }
        }
        return root.toString();
    }

    /// The same as Anthropic tells it: all on one page.
    static String ofAnthropic(ProviderSpec provider) {
        var root = JsonNodeFactory.instance.objectNode();
        var data = root.putArray("data");
        for (var model : served(provider)) {
            data.addObject()
                    .put("type", "model")
                    .put("id", model.id())
                    .put("display_name", model.id())
                    .put("created_at", CREATED)
                    .put("max_input_tokens", model.contextWindow())
                    .put("max_tokens", model.maxOutputTokens());
        }
        var ids = served(provider).stream().map(ModelSpec::id).toList();
        return root.put("has_more", false)
                .put("first_id", ids.isEmpty() ? null : ids.getFirst())
                .put("last_id", ids.isEmpty() ? null : ids.getLast())
                .toString();
    }

    /// The same as Gemini tells it.
    static String ofGemini(ProviderSpec provider) {
        var root = JsonNodeFactory.instance.objectNode();
        var models = root.putArray("models");
        for (var model : served(provider)) {
            models.addObject()
                    .put("name", "models/" + model.id())
                    .put("version", "001")
                    .put("displayName", model.id())
                    .put("inputTokenLimit", model.contextWindow())
                    .put("outputTokenLimit", model.maxOutputTokens())
                    .putArray("supportedGenerationMethods")
                    .add("generateContent")
                    .add("countTokens");
        }
        return root.toString();
    }

    private static List<ModelSpec> served(ProviderSpec provider) {
        return provider.models().stream()
                .filter(model -> !model.decommissioned())
                .toList();
    }
}
