package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What OpenAI's models refuse on Chat Completions. Throws [RefusedRequest].
final class ChatRules {
    private static final List<String> SAMPLING = List.of("temperature", "n");
    private static final List<String> NOT_WHEN_REASONING =
            List.of("top_p", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs");

    private ChatRules() {}

    static void require(ObjectNode body, String model) {
        if (OpenAiRules.NO_STOP.isOf(model) && body.hasNonNull("stop")) {
            throw unsupported("stop", "");
        }
        if (!OpenAiRules.REASONS.isOf(model)) {
            return;
        }
        if (body.hasNonNull("max_tokens")) {
            throw unsupported("max_tokens", " Use 'max_completion_tokens' instead.");
        }
        for (var field : NOT_WHEN_REASONING) {
            if (body.hasNonNull(field)
                    && !body.path(field).equals(ChatReader.JSON.getNodeFactory().booleanNode(false))) {
                throw unsupported(field, "");
            }
        }
        for (var field : SAMPLING) {
            requireOne(field, body.path(field));
        }
        requireToolsFit(body, model);
    }

    private static void requireOne(String field, JsonNode value) {
        if (value.isNumber() && value.doubleValue() != 1) {
            throw RefusedRequest.of(
                    "Unsupported value: '" + field + "' does not support " + value
                            + " with this model. Only the default (1) value is supported.",
                    field,
                    "unsupported_value");
        }
    }

    private static void requireToolsFit(ObjectNode body, String model) {
        boolean reasons = !body.path("reasoning_effort").asText().equals("none");
        if (OpenAiRules.TOOLS_ON_RESPONSES.isOf(model) && body.path("tools").size() > 0 && reasons) {
            throw RefusedRequest.of(
                    "Function tools with reasoning_effort are not supported for " + model
                            + " in /v1/chat/completions. Please use /v1/responses or set reasoning_effort to 'none'.",
                    "reasoning_effort",
                    null);
        }
    }

    static RefusedRequest unsupported(String field, String instead) {
        return RefusedRequest.of(
                "Unsupported parameter: '" + field + "' is not supported with this model." + instead,
                field,
                "unsupported_parameter");
    }
}
