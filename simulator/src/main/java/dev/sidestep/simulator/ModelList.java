package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What `GET /models` answers. Pure.
final class ModelList {
    private static final long CREATED_SECONDS = 1_700_000_000; // nobody reads it, but it must be there

    private ModelList() {}

    /// The models that are still served.
    static String of(ProviderSpec provider) {
        var root = JsonNodeFactory.instance.objectNode().put("object", "list");
        var data = root.putArray("data");
        for (var model : provider.models()) {
            if (model.decommissioned()) {
                continue;
            }
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
}
