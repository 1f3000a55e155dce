package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// What models refuse on Chat Completions at OpenAI and at Groq. Throws [RefusedRequest].
final class ChatRules {
    private static final List<String> NOT_WHEN_REASONING =
            List.of("top_p", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs");

    /// Whether models at Groq keep to a schema; one that is not known does.
    private static final PrefixTable<Boolean> GROQ_SCHEMAS =
            new PrefixTable<>(Map.of("llama-3", false, "llama3", false, "mixtral", false, "gemma", false), true);

    private ChatRules() {}

    static void require(ObjectNode body, String model, Dialect dialect) {
        if (dialect == Dialect.GROQ) {
            requireGroq(body, model);
            return;
        }
        requireKnown(body, model);
        if (OpenAiRules.REASONS.isOf(model)) {
            requireUsualSampling(body);
            requireToolsFit(body, model);
        }
    }

    private static void requireGroq(ObjectNode body, String model) {
        var format = body.path("response_format").path("type").asText();
        if (format.equals("json_schema") && !GROQ_SCHEMAS.of(model)) {
            throw RefusedRequest.of(
                    "This model does not support response format `json_schema`. See supported models at "
                            + "https://console.groq.com/docs/structured-outputs#supported-models",
                    "response_format",
                    null);
        }
        if (format.startsWith("json_") && !body.path("tools").isEmpty()) {
            throw RefusedRequest.of("json mode cannot be combined with tool/function calling", "response_format", null);
        }
    }

    private static void requireKnown(ObjectNode body, String model) {
        if (OpenAiRules.NO_STOP.isOf(model) && body.hasNonNull("stop")) {
            throw unsupported("stop", "");
        }
        if (OpenAiRules.NO_REASONING.isOf(model) && body.hasNonNull("reasoning_effort")) {
            throw unsupported("reasoning_effort", "");
        }
        boolean schema = body.path("response_format").path("type").asText().equals("json_schema");
        if (OpenAiRules.NO_SCHEMA.isOf(model) && schema) {
            throw RefusedRequest.of(
                    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model. Learn "
                            + "more about supported models at the Structured Outputs guide: "
                            + "https://platform.openai.com/docs/guides/structured-outputs",
                    "response_format",
                    null);
        }
        if (OpenAiRules.NO_DEVELOPER.isOf(model)) {
            requireNoDeveloper(body.path("messages"));
        }
    }

    private static void requireNoDeveloper(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).path("role").asText().equals("developer")) {
                var at = "messages[" + i + "].role";
                throw RefusedRequest.of(
                        "Unsupported value: '" + at + "' does not support 'developer' with this model.",
                        at,
                        "unsupported_value");
            }
        }
    }

    private static void requireUsualSampling(ObjectNode body) {
        if (body.hasNonNull("max_tokens")) {
            throw unsupported("max_tokens", " Use 'max_completion_tokens' instead.");
        }
        for (var field : NOT_WHEN_REASONING) {
            var value = body.path(field);
            boolean off = value.isBoolean() && !value.booleanValue();
            if (body.hasNonNull(field) && !off) {
                throw unsupported(field, "");
            }
        }
        var temperature = body.path("temperature");
        if (temperature.isNumber() && temperature.doubleValue() != 1) {
            throw RefusedRequest.of(
                    "Unsupported value: 'temperature' does not support " + temperature
                            + " with this model. Only the default (1) value is supported.",
                    "temperature",
                    "unsupported_value");
        }
    }

    private static void requireToolsFit(ObjectNode body, String model) {
        boolean reasons = !body.path("reasoning_effort").asText().equals("none");
        if (OpenAiRules.TOOLS_ON_RESPONSES.isOf(model) && !body.path("tools").isEmpty() && reasons) {
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
