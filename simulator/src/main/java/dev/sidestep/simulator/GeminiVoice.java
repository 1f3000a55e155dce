package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// The words of Google. A limit's numbers and its wait stand in the details of the error, never in headers. Pure.
record GeminiVoice() implements Voice {
    private static final String TYPE = "type.googleapis.com/google.rpc.";
    private static final String INVALID = "INVALID_ARGUMENT";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String QUOTA_MESSAGE =
            "You exceeded your current quota, please check your plan and billing details. For more information on this "
                    + "error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current "
                    + "usage, head to: https://ai.dev/rate-limit. ";

    @Override
    public String key(SimulatedRequest request) {
        var header = request.header("x-goog-api-key");
        return header.isEmpty() ? request.parameter("key") : header;
    }

    @Override
    public Refusal missingKey() {
        return Refusal.of(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key "
                        + "or other form of API consumer identity to call this API.");
    }

    @Override
    public Refusal unknownKey(SimulatedRequest request) {
        var message = "API key not valid. Please pass a valid API key.";
        var details = NODES.arrayNode();
        details.addObject()
                .put("@type", TYPE + "ErrorInfo")
                .put("reason", "API_KEY_INVALID")
                .put("domain", "googleapis.com")
                .putObject("metadata")
                .put("service", "generativelanguage.googleapis.com");
        details.addObject()
                .put("@type", TYPE + "LocalizedMessage")
                .put("locale", "en-US")
                .put("message", message);
        return Refusal.of(400, INVALID, message).withDetails(details);
    }

    @Override
    public Refusal unknownPath(SimulatedRequest request) {
        return Refusal.of(404, "NOT_FOUND", "Requested entity was not found.");
    }

    @Override
    public Refusal invalid(RefusedRequest refused) {
        return Refusal.of(refused.status, status(refused.status), refused.message());
    }

    @Override
    public Refusal denied(Telling telling, String model, Admission.Denied denied) {
        return switch (denied) {
            case Admission.Limited limited -> limited(telling, model, limited);
            case Admission.TooLarge large ->
                exhausted(QUOTA_MESSAGE + told(large.dimension(), large.limit(), model))
                        .withDetails(failure(large.dimension(), large.limit(), model));
            case Admission.ContextExceeded(var spec, long prompt, long _) ->
                Refusal.of(
                        400,
                        INVALID,
                        "The input token count (" + prompt + ") exceeds the maximum number of tokens allowed ("
                                + spec.contextWindow() + ").");
            case Admission.OutputTooLong(var spec, long asked) ->
                Refusal.of(
                        400,
                        INVALID,
                        "Unable to submit request because it has a maxOutputTokens value of " + asked
                                + " but the supported range is from 1 (inclusive) to " + (spec.maxOutputTokens() + 1)
                                + " (exclusive). Update the value and try again.");
            case Admission.UnknownModel _ ->
                Refusal.of(
                        404,
                        "NOT_FOUND",
                        "models/" + model + " is not found for API version v1beta, or is not supported for "
                                + "generateContent. Call ListModels to see the list of available models and their "
                                + "supported methods.");
            case Admission.Decommissioned _ ->
                Refusal.of(
                        404,
                        "NOT_FOUND",
                        "This model models/" + model + " is no longer available. Please update your code to use a "
                                + "newer model for the latest features and improvements.");
        };
    }

    private static Refusal limited(Telling telling, String model, Admission.Limited limited) {
        if (!telling.namesLimit()) {
            return exhausted("Resource has been exhausted (e.g. check quota).");
        }
        var dimension = limited.dimension();
        var seconds = seconds(telling.toldNanos(limited.waitNanos()));
        var details = failure(dimension, limited.limit(), model);
        details.addObject().put("@type", TYPE + "RetryInfo").put("retryDelay", seconds);
        return exhausted(QUOTA_MESSAGE + told(dimension, limited.limit(), model) + "\nPlease retry in " + seconds + ".")
                .withDetails(details);
    }

    private static Refusal exhausted(String message) {
        return Refusal.of(429, status(429), message);
    }

    private static String told(Dimension dimension, long limit, String model) {
        return "\n* Quota exceeded for metric: " + metric(dimension) + ", limit: " + limit + ", model: " + model;
    }

    private static ArrayNode failure(Dimension dimension, long limit, String model) {
        var details = NODES.arrayNode();
        details.addObject()
                .put("@type", TYPE + "Help")
                .putArray("links")
                .addObject()
                .put("description", "Learn more about Gemini API quotas")
                .put("url", "https://ai.google.dev/gemini-api/docs/rate-limits");
        var violation = details.addObject()
                .put("@type", TYPE + "QuotaFailure")
                .putArray("violations")
                .addObject()
                .put("quotaMetric", metric(dimension))
                .put("quotaId", quotaId(dimension));
        violation.putObject("quotaDimensions").put("location", "global").put("model", model);
        violation.put("quotaValue", String.valueOf(limit));
        return details;
    }

    private static String metric(Dimension dimension) {
        return "generativelanguage.googleapis.com/generate_content_free_tier_"
                + (dimension.countsTokens() ? "input_token_count" : "requests");
    }

    private static String quotaId(Dimension dimension) {
        return switch (dimension) {
            case REQUESTS_PER_MINUTE -> "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
            case REQUESTS_PER_DAY -> "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
            case TOKENS_PER_MINUTE -> "GenerateContentInputTokensPerModelPerMinute-FreeTier";
            case TOKENS_PER_DAY -> "GenerateContentInputTokensPerModelPerDay-FreeTier";
        };
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
    }

    @Override
    public Map<String, String> headers(long number) {
        return Map.of("server", "scaffolding on HTTPServer2");
    }

    @Override
    public Map<String, String> quotaHeaders(List<Quota> quotas, long epochSeconds) {
        return Map.of();
    }

    @Override
    public String body(Refusal refusal, Map<String, String> headers) {
        return error(refusal.status(), refusal.type(), refusal.message(), refusal.details());
    }

    static String error(int code, String status, String message, ArrayNode details) {
        var root = NODES.objectNode();
        var error = root.putObject("error")
                .put("code", code)
                .put("message", message)
                .put("status", status);
        if (!details.isEmpty()) {
            error.set("details", details);
        }
        return root.toString();
    }

    /// Google's name of an HTTP status.
    static String status(int http) {
        return switch (http) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 402, 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> http < 500 ? INVALID : "INTERNAL";
        };
    }
}
