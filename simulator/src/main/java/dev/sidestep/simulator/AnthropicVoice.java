package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The words of Anthropic. A limit's wait stands in `retry-after` only, never in the text. Pure.
record AnthropicVoice() implements Voice {
    private static final String INVALID = "invalid_request_error";
    private static final String LIMITED = "rate_limit_error";

    @Override
    public String key(SimulatedRequest request) {
        var own = request.header("x-api-key");
        return own.isEmpty() ? request.bearer() : own;
    }

    @Override
    public Refusal missingKey() {
        return Refusal.of(401, "authentication_error", "x-api-key header is required");
    }

    @Override
    public Refusal unknownKey(SimulatedRequest request) {
        boolean own = !request.header("x-api-key").isEmpty();
        return Refusal.of(401, "authentication_error", own ? "invalid x-api-key" : "Invalid bearer token");
    }

    @Override
    public Refusal unknownPath(SimulatedRequest request) {
        return Refusal.of(404, "not_found_error", "Not Found");
    }

    @Override
    public Refusal invalid(RefusedRequest refused) {
        return Refusal.of(refused.status, type(refused.status), refused.message());
    }

    @Override
    public Refusal denied(Telling telling, String model, Admission.Denied denied) {
        return switch (denied) {
            case Admission.Limited limited -> limited(telling, model, limited);
            case Admission.TooLarge large ->
                Refusal.of(429, LIMITED, message(large.limit(), large.dimension(), large.organization(), model));
            case Admission.ContextExceeded exceeded -> Refusal.of(400, INVALID, message(exceeded));
            case Admission.OutputTooLong tooLong ->
                Refusal.of(
                        400,
                        INVALID,
                        "max_tokens: " + tooLong.maxTokens() + " > "
                                + tooLong.model().maxOutputTokens()
                                + ", which is the maximum allowed number of output tokens for " + model);
            case Admission.UnknownModel _, Admission.Decommissioned _ ->
                Refusal.of(404, "not_found_error", "model: " + model);
        };
    }

    private static Refusal limited(Telling telling, String model, Admission.Limited limited) {
        long waitNanos = telling.toldNanos(limited.waitNanos());
        var wait = Map.of("retry-after", String.valueOf(GoDuration.ceilSeconds(waitNanos)));
        var message = telling.namesLimit()
                ? message(limited.limit(), limited.dimension(), limited.organization(), model)
                : "Rate limited";
        return Refusal.of(429, LIMITED, message).withHeaders(waitNanos > 0 ? wait : Map.of());
    }

    private static String message(long limit, Dimension dimension, String organization, String model) {
        return "This request would exceed your organization's rate limit of "
                + String.format(Locale.ROOT, "%,d", limit) + (dimension.countsTokens() ? " input tokens" : " requests")
                + " per " + dimension.window() + " (org: " + organization + ", model: " + model
                + "). For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response "
                + "headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try "
                + "again later. You may also contact sales at https://claude.com/contact-sales to discuss your options "
                + "for a rate limit increase.";
    }

    private static String message(Admission.ContextExceeded exceeded) {
        long window = exceeded.model().contextWindow();
        return exceeded.promptTokens() > window
                ? "prompt is too long: " + exceeded.promptTokens() + " tokens > " + window + " maximum"
                : "input length and `max_tokens` exceed context limit: " + exceeded.promptTokens() + " + "
                        + exceeded.maxTokens() + " > " + window
                        + ", decrease input length or `max_tokens` and try again";
    }

    @Override
    public Map<String, String> headers(long number) {
        return Map.of("request-id", "req_011Csim" + number);
    }

    /// Tokens per minute are told twice, as Anthropic does: over all, and of the input, which is what it counts.
    @Override
    public Map<String, String> quotaHeaders(List<Quota> quotas, long epochSeconds) {
        var headers = new LinkedHashMap<String, String>();
        for (var quota : quotas) {
            if (quota.dimension() == Dimension.REQUESTS_PER_MINUTE) {
                put(headers, "requests", quota, epochSeconds);
            } else if (quota.dimension() == Dimension.TOKENS_PER_MINUTE) {
                put(headers, "tokens", quota, epochSeconds);
                put(headers, "input-tokens", quota, epochSeconds);
            }
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String unit, Quota quota, long epochSeconds) {
        var start = "anthropic-ratelimit-" + unit;
        long reset = epochSeconds + GoDuration.ceilSeconds(quota.untilFullNanos());
        headers.put(start + "-limit", String.valueOf(quota.limit()));
        headers.put(start + "-remaining", String.valueOf(quota.remaining()));
        headers.put(start + "-reset", Instant.ofEpochSecond(reset).toString());
    }

    @Override
    public String body(Refusal refusal, Map<String, String> headers) {
        return error(refusal.type(), refusal.message(), headers.getOrDefault("request-id", "req_011Csim0"));
    }

    static String error(String type, String message, String requestId) {
        var root = JsonNodeFactory.instance.objectNode().put("type", "error");
        root.putObject("error").put("type", type).put("message", message);
        return root.put("request_id", requestId).toString();
    }

    /// The type that errors of a status have.
    static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> LIMITED;
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? INVALID : "api_error";
        };
    }
}
