package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import java.util.Arrays;
import java.util.Optional;

/// How much a model is to think, read from `thinking` and `output_config.effort`. Immutable, but for the trees.
///
/// @param thinkingRest what else `thinking` says
/// @param configRest what else `output_config` says
record ReasoningReader(Reasoning reasoning, ObjectNode thinkingRest, ObjectNode configRest) {
    /// Reads both objects.
    ///
    /// @throws dev.sidestep.wire.json.InvalidRequestException where one is none
    static ReasoningReader read(JsonNode thinkingObject, JsonNode configObject) {
        Fields thinking = new Fields(thinkingObject, "thinking");
        Fields config = new Fields(configObject, "output_config");
        String word = config.text("effort");
        Effort effort = effort(word).orElse(null);
        if (effort == null && !word.isEmpty()) {
            config.keep("effort", TextNode.valueOf(word));
        }
        String type = thinking.text("type");
        long budget = thinking.number("budget_tokens").map(JsonNode::longValue).orElse(0L);
        ObjectNode rest = thinking.rest();
        boolean isShown = !rest.path("display").asText().equals("omitted");
        Reasoning reasoning = switch (type) {
            case "enabled" -> new Reasoning(Mode.ON, effort, Math.max(0, budget), isShown);
            case "adaptive" -> new Reasoning(Mode.ON, effort, 0, isShown);
            case "disabled" -> new Reasoning(Mode.OFF, effort, 0, false);
            default -> new Reasoning(Mode.UNSAID, effort, 0, false);
        };
        return new ReasoningReader(reasoning, rest, config.rest());
    }

    private static Optional<Effort> effort(String word) {
        return Arrays.stream(Effort.values())
                .filter(effort -> ThinkingWriter.word(effort).equals(word))
                .findFirst();
    }
}
