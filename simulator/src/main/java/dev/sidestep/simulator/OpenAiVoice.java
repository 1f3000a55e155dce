package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words of OpenAI and of Groq. Pure.
record OpenAiVoice(Dialect dialect) implements Voice {
    private static final String INVALID = "invalid_request_error";
    private static final String GROQ_UPGRADE =
            " Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";
    private static final String OPENAI_MORE = " Visit https://platform.openai.com/account/rate-limits to learn more.";

    @Override
    public String key(SimulatedRequest request) {
        return request.bearer();
    }

    @Override
    public Refusal missingKey() {
        return isGroq()
                ? unauthorized("Invalid API Key", "invalid_api_key")
                : unauthorized(
                        "You didn't provide an API key. You need to provide your API key in an Authorization header "
                                + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
                        null);
    }

    @Override
    public Refusal unknownKey(SimulatedRequest request) {
        return unauthorized(
                isGroq()
                        ? "Invalid API Key"
                        : "Incorrect API key provided: " + masked(request.bearer())
                                + ". You can find your API key at https://platform.openai.com/account/api-keys.",
                "invalid_api_key");
    }

    @Override
    public Refusal unknownPath(SimulatedRequest request) {
        var asked = request.method() + " ";
        return isGroq()
                ? invalid(
                        404,
                        "Unknown request URL: " + asked + "/openai/v1" + request.path()
                                + ". Please check the URL for typos, or see the docs at https://console.groq.com/docs/",
                        null,
                        "unknown_url")
                : invalid(404, "Invalid URL (" + asked + "/v1" + request.path() + ")", null, null);
    }

    @Override
    public Refusal invalid(RefusedRequest refused) {
        return Refusal.of(refused.status, refused.type, refused.message(), refused.param, refused.code);
    }

    @Override
    public Refusal denied(Telling telling, String model, Admission.Denied denied) {
        return switch (denied) {
            case Admission.Limited limited -> limited(telling, model, limited);
            case Admission.TooLarge large -> tooLarge(model, large);
            case Admission.ContextExceeded exceeded ->
                invalid(400, contextMessage(exceeded), "messages", "context_length_exceeded");
            case Admission.OutputTooLong tooLong -> outputTooLong(tooLong);
            case Admission.UnknownModel unknown ->
                invalid(
                        404,
                        "The model `" + unknown.model() + "` does not exist or you do not have access to it.",
                        null,
                        "model_not_found");
            case Admission.Decommissioned gone -> decommissioned(gone);
        };
    }

    private Refusal limited(Telling telling, String model, Admission.Limited limited) {
        long waitNanos = telling.toldNanos(limited.waitNanos());
        var headers = new LinkedHashMap<String, String>();
        if (waitNanos > 0) {
            headers.put("retry-after", String.valueOf(GoDuration.ceilSeconds(waitNanos)));
        }
        if (waitNanos > 0 && !isGroq()) {
            headers.put("retry-after-ms", String.valueOf(GoDuration.ceilMillis(waitNanos)));
        }
        if (telling.hasHeaders()) {
            headers.putAll(QuotaHeaders.of(dialect, limited.quotas()));
        }
        return Refusal.of(
                        429,
                        telling.namesLimit() ? limited.dimension().unit() : "rate_limit_error",
                        message(telling, model, limited, GoDuration.format(waitNanos)),
                        null,
                        "rate_limit_exceeded")
                .withHeaders(headers);
    }

    private String message(Telling telling, String model, Admission.Limited limited, String wait) {
        var dimension = limited.dimension();
        return switch (telling) {
            case NUMBERS ->
                "Rate limit reached for " + subject(model, limited.organization(), dimension) + ": Limit "
                        + limited.limit() + ", Used " + limited.used() + ", Requested " + limited.requested()
                        + ". Please try again in " + wait + "." + (isGroq() ? GROQ_UPGRADE : OPENAI_MORE);
            case WAIT -> "Rate limit exceeded. Please try again in " + wait + ".";
            case SHORT_WAIT ->
                "Quota exceeded for " + model + ": " + dimension.unit() + " per " + dimension.window() + " ("
                        + dimension.abbreviation() + "), limit: " + limited.limit() + ". Please retry in " + wait + ".";
            case NOTHING -> "Too many requests.";
        };
    }

    private Refusal tooLarge(String model, Admission.TooLarge large) {
        var message = "Request too large for " + subject(model, large.organization(), large.dimension()) + ": Limit "
                + large.limit() + ", Requested " + large.requested()
                + (isGroq()
                        ? ", please reduce your message size and try again." + GROQ_UPGRADE
                        : ". The input or output tokens must be reduced in order to run successfully." + OPENAI_MORE);
        return Refusal.of(isGroq() ? 413 : 429, large.dimension().unit(), message, null, "rate_limit_exceeded");
    }

    private Refusal outputTooLong(Admission.OutputTooLong tooLong) {
        long most = tooLong.model().maxOutputTokens();
        var message = isGroq()
                ? "`max_tokens` must be less than or equal to `" + most
                        + "`, the maximum value for `max_tokens` is less than the `context_window` for this model"
                : "max_tokens is too large: " + tooLong.maxTokens() + ". This model supports at most " + most
                        + " completion tokens, whereas you provided " + tooLong.maxTokens() + ".";
        return invalid(400, message, "max_tokens", isGroq() ? null : "invalid_value");
    }

    private Refusal decommissioned(Admission.Decommissioned gone) {
        return isGroq()
                ? invalid(
                        400,
                        "The model `" + gone.model() + "` has been decommissioned and is no longer supported. Please "
                                + "refer to https://console.groq.com/docs/deprecations for a recommendation on which "
                                + "model to use instead.",
                        null,
                        "model_decommissioned")
                : invalid(
                        404,
                        "The model `" + gone.model() + "` has been deprecated, learn more here: "
                                + "https://platform.openai.com/docs/deprecations",
                        null,
                        "model_not_found");
    }

    @Override
    public Map<String, String> headers(long number) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-request-id", "req_sim" + number);
        if (!isGroq()) {
            headers.put("openai-version", "2020-10-01");
        }
        return headers;
    }

    @Override
    public Map<String, String> quotaHeaders(List<Quota> quotas, long epochSeconds) {
        return QuotaHeaders.of(dialect, quotas);
    }

    @Override
    public String body(Refusal refusal, Map<String, String> headers) {
        var root = JsonNodeFactory.instance.objectNode();
        var error = root.putObject("error").put("message", refusal.message()).put("type", refusal.type());
        // OpenAI names the parameter in every error, as null where there is none; Groq leaves what is not there out.
        if (!isGroq()) {
            error.put("param", refusal.param()).put("code", refusal.code());
            return root.toString();
        }
        if (refusal.param() != null) {
            error.put("param", refusal.param());
        }
        if (refusal.code() != null) {
            error.put("code", refusal.code());
        }
        return root.toString();
    }

    private boolean isGroq() {
        return dialect == Dialect.GROQ;
    }

    private static Refusal invalid(int status, String message, @Nullable String param, @Nullable String code) {
        return Refusal.of(status, INVALID, message, param, code);
    }

    private static Refusal unauthorized(String message, @Nullable String code) {
        return invalid(401, message, null, code);
    }

    private String subject(String model, String organization, Dimension dimension) {
        var abbreviation = " (" + dimension.abbreviation() + ")";
        return isGroq()
                ? "model `" + model + "` in organization `" + organization + "` service tier `on_demand` on "
                        + dimension.unit() + " per " + dimension.window() + abbreviation
                : model + " in organization " + organization + " on " + dimension.unit() + " per "
                        + (dimension.window().equals("minute") ? "min" : dimension.window()) + abbreviation;
    }

    private String contextMessage(Admission.ContextExceeded exceeded) {
        if (isGroq()) {
            return "Please reduce the length of the messages or completion.";
        }
        long window = exceeded.model().contextWindow();
        long prompt = exceeded.promptTokens();
        var start = "This model's maximum context length is " + window + " tokens. However, ";
        return prompt > window
                ? start + "your messages resulted in " + prompt + " tokens. Please reduce the length of the messages."
                : start + "you requested " + (prompt + exceeded.maxTokens()) + " tokens (" + prompt
                        + " in the messages, " + exceeded.maxTokens()
                        + " in the completion). Please reduce the length of the messages or completion.";
    }

    /// As OpenAI echoes it: never enough to use it.
    private static String masked(String key) {
        int shown = 4;
        return key.length() < 4 * shown ? "****" : "****" + key.substring(key.length() - shown);
    }
}
