package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.json.Trees;
import java.util.HashSet;
import java.util.Set;

/// Leaves out tools of a call. Immutable.
///
/// @param missing what the target does not have
/// @param allowed the functions that may be called; empty where all may
record ToolFilter(Set<Feature> missing, Set<String> allowed) {
    /// The functions that a choice allows; empty where it does not name any.
    static Set<String> allowed(JsonNode toolChoice) {
        Set<String> allowed = new HashSet<>();
        for (JsonNode tool : toolChoice.path("allowed_tools").path("tools")) {
            allowed.add(tool.path("function").path("name").asText());
        }
        return allowed;
    }

    ArrayNode filter(JsonNode tools) {
        ArrayNode left = Trees.array();
        for (JsonNode tool : tools) {
            if (isTaken(tool)) {
                left.add(tool);
            }
        }
        return left;
    }

    private boolean isTaken(JsonNode tool) {
        return switch (tool.path("type").asText("function")) {
            case "function" ->
                allowed.isEmpty()
                        || allowed.contains(tool.path("function").path("name").asText());
            case "custom" -> !missing.contains(Feature.CUSTOM_TOOLS) && allowed.isEmpty();
            default -> !missing.contains(Feature.OPENAI_API);
        };
    }
}
