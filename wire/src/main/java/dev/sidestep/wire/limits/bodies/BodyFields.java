package dev.sidestep.wire.limits.bodies;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The fields of a refusal's body that mean something, by where they stand: what providers name
/// them is all here.
final class BodyFields {
    /// Labels, violations and inner headers kept; a real error has under ten of each.
    private static final int MAX_WORDS = 32;
    /// A longer word is a sentence.
    private static final int MAX_LABEL_CHARS = 128;

    private static final Set<String> LABELS = Set.of(
            "type",
            "code",
            "status",
            "reason",
            "error_code",
            "object",
            "__type",
            "details.reason",
            "details.error_code",
            "innererror.code",
            "metadata.limit_source",
            "metadata.error_type");
    /// Where the sentence stands, the first choice first.
    private static final List<String> SENTENCES =
            List.of("message", "msg", "detail", "error", "error_description", "title");

    private static final Set<String> DELAYS = Set.of(
            "details.retrydelay",
            "retrydelay",
            "retry_after",
            "retry-after",
            "retryafter",
            "retry_after_seconds",
            "retryafterseconds",
            "retry_in",
            "resets_in_seconds",
            "resets_in",
            "reset_seconds",
            "reset_after",
            "reset_time",
            "cooldown_seconds",
            "wait_seconds",
            "details.retry_after",
            "metadata.retry_after",
            "metadata.retry_after_seconds",
            "metadata.headers.retry-after");
    private static final Set<String> DELAYS_MILLIS =
            Set.of("retry_after_ms", "retryafterms", "metadata.headers.retry-after-ms");
    private static final Set<String> RESETS = Set.of("resets_at", "reset_at", "metadata.headers.x-ratelimit-reset");

    /// The fields of a violated quota, in Google's two ways of telling it.
    private static final Map<String, String> VIOLATION_FIELDS = Map.of(
            "details.violations.quotaid", "id",
            "details.violations.quotametric", "metric",
            "details.violations.quotavalue", "value",
            "details.violations.quotadimensions.model", "model",
            "details.metadata.quota_limit", "id",
            "details.metadata.quota_metric", "metric",
            "details.metadata.quota_limit_value", "value");

    private static final Set<String> VIOLATION_PLACES = Set.of("details.violations", "details.metadata");
    /// Headers of the provider behind the provider, as a broker passes them on.
    private static final String INNER_HEADERS = "metadata.headers.";

    /// A text and how deep in error wrappers it stood: the deepest is the provider's own.
    private record Found(String text, int errors) {
        static final Found NOTHING = new Found("", 0);
    }

    private final Map<String, Found> found = new HashMap<>();
    private final Set<String> labels = new LinkedHashSet<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, String> violation = new HashMap<>();
    private final Map<String, String> innerHeaders = new HashMap<>();
    private String raw = "";
    private String delay = "";
    private String delayMillis = "";
    private String resetAt = "";
    private int numericStatus;
    private boolean isError;
    private boolean isObject;

    /// A field's value.
    ///
    /// @param path where it stands, wrappers taken off
    /// @param errors how many error wrappers are around it
    void take(String path, String text, int errors) {
        String key = path.toLowerCase(Locale.ROOT);
        isError |= errors > 0 || (key.equals("error") && !text.isEmpty());
        if (SENTENCES.contains(key) || key.equals("type") || key.equals("code")) {
            found.merge(key, new Found(text, errors), (old, now) -> now.errors() >= old.errors() ? now : old);
        }
        label(LABELS.contains(key), text);
        label(key.equals("failed_generation"), key);
        if (key.equals("status") || key.equals("code")) {
            numericStatus = errorStatus(text, numericStatus);
        }
        quota(key, text);
        raw = key.equals("metadata.raw") ? text : raw;
        delay = firstOf(delay, DELAYS.contains(key), text);
        delayMillis = firstOf(delayMillis, DELAYS_MILLIS.contains(key), text);
        resetAt = firstOf(resetAt, RESETS.contains(key), text);
    }

    private void quota(String key, String text) {
        String field = VIOLATION_FIELDS.get(key);
        if (field != null) {
            violation.put(field, text.toLowerCase(Locale.ROOT));
        }
        if (key.startsWith(INNER_HEADERS) && innerHeaders.size() < MAX_WORDS) {
            innerHeaders.putIfAbsent(key.substring(INNER_HEADERS.length()), text);
        }
    }

    /// An object ended: if it was a violated quota, its fields belong together.
    void endObject(String path) {
        if (violation.isEmpty() || !VIOLATION_PLACES.contains(path)) {
            return;
        }
        if (violations.size() < MAX_WORDS) {
            violations.add(new Violation(part("id"), part("metric"), part("value"), part("model")));
        }
        violation.clear();
    }

    private String part(String name) {
        return violation.getOrDefault(name, "");
    }

    void foundObject() {
        isObject = true;
    }

    /// An object that is not read, but whose being there means something.
    void skipped(String name) {
        label(name.equals("failed_generation"), name);
    }

    /// A body that is nothing but a sentence.
    void takeSentence(String text) {
        isError = true;
        found.put("message", new Found(text, 0));
    }

    String message() {
        return found.getOrDefault("message", Found.NOTHING).text();
    }

    int messageErrors() {
        return found.getOrDefault("message", Found.NOTHING).errors();
    }

    void replaceMessage(String text) {
        found.computeIfPresent("message", (_, old) -> new Found(text, old.errors()));
    }

    boolean isObject() {
        return isObject;
    }

    boolean isEmpty() {
        return found.isEmpty() && labels.isEmpty() && violations.isEmpty() && !isError;
    }

    ErrorBody body() {
        boolean named = labels.contains("error") || numericStatus > 0 && found.containsKey("title");
        return new ErrorBody(
                isError || named,
                sentence(),
                raw,
                text("type"),
                text("code"),
                labels,
                numericStatus,
                violations,
                innerHeaders,
                delay,
                delayMillis,
                resetAt);
    }

    private String sentence() {
        return SENTENCES.stream()
                .map(this::text)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private String text(String key) {
        return found.getOrDefault(key, Found.NOTHING).text();
    }

    /// A label as it stands; of `com.amazon#ThrottlingException` what is behind the sign.
    private void label(boolean isLabel, String text) {
        if (isLabel && labels.size() < MAX_WORDS && text.length() <= MAX_LABEL_CHARS) {
            labels.add(text.substring(text.lastIndexOf('#') + 1).toLowerCase(Locale.ROOT));
        }
    }

    private static String firstOf(String before, boolean applies, String text) {
        return before.isEmpty() && applies ? text : before;
    }

    private static int errorStatus(String text, int before) {
        boolean isStatus = text.length() == 3 && (text.charAt(0) == '4' || text.charAt(0) == '5');
        if (!isStatus || !Character.isDigit(text.charAt(1)) || !Character.isDigit(text.charAt(2))) {
            return before;
        }
        return Integer.parseInt(text);
    }
}
