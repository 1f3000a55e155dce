package dev.sidestep.gateway.admin;

import dev.sidestep.config.Preset;
import java.util.LinkedHashMap;
import java.util.Map;

/// Providers at which a person may add an account, as a document.
public final class PresetsDocument {
    private PresetsDocument() {}

    /// All of them, in the order in which they are proposed.
    public static Map<String, Object> of() {
        return Map.of(
                "presets", Preset.all().stream().map(PresetsDocument::preset).toList());
    }

    private static Map<String, Object> preset(Preset preset) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", preset.provider());
        document.put("display_name", preset.displayName());
        document.put("built_in", preset.isBuiltIn());
        document.put("base_url", preset.baseUrl().toString());
        document.put("wire", preset.wire().id());
        document.put("key_url", preset.keyUrl().map(Object::toString));
        document.put("needs_key", preset.keyUrl().isPresent());
        document.put("free_tier", preset.freeTier());
        document.put("quotas", preset.quotas().names());
        document.put("needs_models", preset.needsModels());
        document.put("models", preset.models());
        document.put("note", preset.note());
        document.put("known_on", preset.knownOn());
        return document;
    }
}
