package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A "no" in the words of Groq or OpenAI. Pure.
record Refusal(
        Dialect dialect,
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        Map<String, String> headers) {
    private static final String INVALID = "invalid_request_error";
    private static final String GROQ_UPGRADE =
            " Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";
    private static final String OPENAI_MORE = " Visit https://platform.openai.com/account/rate-limits to learn more.";

    static Refusal of(Dialect dialect, RefusedRequest refused) {
        return new Refusal(
                dialect, refused.status, refused.message(), refused.type, refused.param, refused.code, Map.of());
    }

    static Refusal missingKey(Dialect dialect) {
        return dialect == Dialect.GROQ
                ? unauthorized(dialect, "Invalid API Key", "invalid_api_key")
                : unauthorized(
                        dialect,
                        "You didn't provide an API key. You need to provide your API key in an Authorization header "
                                + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
                        null);
    }

    static Refusal unknownKey(Dialect dialect, String key) {
        return unauthorized(
                dialect,
                dialect == Dialect.GROQ
                        ? "Invalid API Key"
                        : "Incorrect API key provided: " + masked(key)
                                + ". You can find your API key at https://platform.openai.com/account/api-keys.",
                "invalid_api_key");
    }

    static Refusal of(Dialect dialect, Telling telling, String model, Admission.Limited limited) {
        long waitNanos = telling.toldNanos(limited.waitNanos());
        var headers = new LinkedHashMap<String, String>();
        if (waitNanos > 0) {
            headers.put("retry-after", String.valueOf(GoDuration.ceilSeconds(waitNanos)));
        }
        if (waitNanos > 0 && dialect == Dialect.OPENAI) {
            headers.put("retry-after-ms", String.valueOf(GoDuration.ceilMillis(waitNanos)));
        }
        if (telling.hasHeaders()) {
            headers.putAll(QuotaHeaders.of(dialect, limited.quotas()));
        }
        return new Refusal(
                dialect,
                429,
                message(dialect, telling, model, limited, GoDuration.format(waitNanos)),
                telling.namesLimit() ? limited.dimension().unit() : "rate_limit_error",
                null,
                "rate_limit_exceeded",
                headers);
    }

    private static String message(
            Dialect dialect, Telling telling, String model, Admission.Limited limited, String wait) {
        var dimension = limited.dimension();
        return switch (telling) {
            case NUMBERS ->
                "Rate limit reached for " + subject(dialect, model, limited.organization(), dimension)
                        + ": Limit " + limited.limit() + ", Used " + limited.used() + ", Requested "
                        + limited.requested() + ". Please try again in " + wait + "."
                        + (dialect == Dialect.GROQ ? GROQ_UPGRADE : OPENAI_MORE);
            case WAIT -> "Rate limit exceeded. Please try again in " + wait + ".";
            case SHORT_WAIT ->
                "Quota exceeded for " + model + ": " + dimension.unit() + " per " + dimension.window() + " ("
                        + dimension.abbreviation() + "), limit: " + limited.limit() + ". Please retry in " + wait + ".";
            case NOTHING -> "Too many requests.";
        };
    }

    static Refusal of(Dialect dialect, String model, Admission.TooLarge large) {
        boolean groq = dialect == Dialect.GROQ;
        var message = "Request too large for " + subject(dialect, model, large.organization(), large.dimension())
                + ": Limit " + large.limit() + ", Requested " + large.requested()
                + (groq
                        ? ", please reduce your message size and try again." + GROQ_UPGRADE
                        : ". The input or output tokens must be reduced in order to run successfully." + OPENAI_MORE);
        return new Refusal(
                dialect, groq ? 413 : 429, message, large.dimension().unit(), null, "rate_limit_exceeded", Map.of());
    }

    static Refusal of(Dialect dialect, Admission.ContextExceeded exceeded) {
        return invalid(dialect, 400, contextMessage(dialect, exceeded), "messages", "context_length_exceeded");
    }

    static Refusal of(Dialect dialect, Admission.OutputTooLong tooLong) {
        long most = tooLong.model().maxOutputTokens();
        var message = dialect == Dialect.GROQ
                ? "`max_tokens` must be less than or equal to `" + most
                        + "`, the maximum value for `max_tokens` is less than the `context_window` for this model"
                : "max_tokens is too large: " + tooLong.maxTokens() + ". This model supports at most " + most
                        + " completion tokens, whereas you provided " + tooLong.maxTokens() + ".";
        return invalid(dialect, 400, message, "max_tokens", dialect == Dialect.GROQ ? null : "invalid_value");
    }

    static Refusal of(Dialect dialect, Admission.UnknownModel unknown) {
        return invalid(
                dialect,
                404,
                "The model `" + unknown.model() + "` does not exist or you do not have access to it.",
                null,
                "model_not_found");
    }

    static Refusal of(Dialect dialect, Admission.Decommissioned gone) {
        return dialect == Dialect.GROQ
                ? invalid(
                        dialect,
                        400,
                        "The model `" + gone.model() + "` has been decommissioned and is no longer supported. Please "
                                + "refer to https://console.groq.com/docs/deprecations for a recommendation on which "
                                + "model to use instead.",
                        null,
                        "model_decommissioned")
                : invalid(
                        dialect,
                        404,
                        "The model `" + gone.model() + "` has been deprecated, learn more here: "
                                + "https://platform.openai.com/docs/deprecations",
                        null,
                        "model_not_found");
    }

    static Refusal unknownPath(Dialect dialect, String method, String path) {
        return dialect == Dialect.GROQ
                ? invalid(
                        dialect,
                        404,
                        "Unknown request URL: " + method + " /openai/v1" + path + ". Please check the URL for typos, "
                                + "or see the docs at https://console.groq.com/docs/",
                        null,
                        "unknown_url")
                : invalid(dialect, 404, "Invalid URL (" + method + " /v1" + path + ")", null, null);
    }

    static Refusal invalid(Dialect dialect, int status, String message, @Nullable String param, @Nullable String code) {
        return new Refusal(dialect, status, message, INVALID, param, code, Map.of());
    }

    Refusal withHeaders(Map<String, String> more) {
        var all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return new Refusal(dialect, status, message, type, param, code, all);
    }

    List<Step> steps() {
        var all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/json");
        return Faults.answer(status, all, body().getBytes(StandardCharsets.UTF_8));
    }

    private String body() {
        var root = JsonNodeFactory.instance.objectNode();
        var error = root.putObject("error").put("message", message).put("type", type);
        // OpenAI names the parameter in every error, as null where there is none; Groq leaves what is not there out.
        if (dialect == Dialect.OPENAI) {
            error.put("param", param).put("code", code);
            return root.toString();
        }
        if (param != null) {
            error.put("param", param);
        }
        if (code != null) {
            error.put("code", code);
        }
        return root.toString();
    }

    private static Refusal unauthorized(Dialect dialect, String message, @Nullable String code) {
        return invalid(dialect, 401, message, null, code);
    }

    private static String subject(Dialect dialect, String model, String organization, Dimension dimension) {
        var abbreviation = " (" + dimension.abbreviation() + ")";
        return dialect == Dialect.GROQ
                ? "model `" + model + "` in organization `" + organization + "` service tier `on_demand` on "
                        + dimension.unit() + " per " + dimension.window() + abbreviation
                : model + " in organization " + organization + " on " + dimension.unit() + " per "
                        + (dimension.window().equals("minute") ? "min" : dimension.window()) + abbreviation;
    }

    private static String contextMessage(Dialect dialect, Admission.ContextExceeded exceeded) {
        if (dialect == Dialect.GROQ) {
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
