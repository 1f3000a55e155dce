package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;

/// A tool call's arguments, which this format wants as an object.
final class Arguments {
    /// The field in which arguments stand that are none.
    static final String RAW = "_raw";

    private Arguments() {}

    /// The arguments as an object: none where the text is blank, and in one field where it is no object or not even
    /// JSON, as models sometimes write.
    static ObjectNode object(String arguments) {
        if (arguments.isBlank()) {
            return Trees.object();
        }
        JsonNode tree = Trees.parse(arguments).orElse(null);
        return tree instanceof ObjectNode object ? object : Trees.object().put(RAW, arguments);
    }
}
