package dev.sidestep.wire.limits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of a refusal into an [ErrorBody], token by token: no tree, no recursion over the
/// input.
///
/// Wrappers (`error`, twice if need be, `response`, an array around all) are taken off, and a
/// message that is itself a JSON document is read as one. What breaks in the middle keeps what was
/// read before.
final class BodyReader {
    /// Nesting beyond this is an attack, and ends the reading.
    private static final int MAX_DEPTH = 200;
    /// Documents in a message in a document; two is the most that was seen.
    private static final int MAX_UNWRAPS = 3;
    /// Characters of a sentence that are looked at: the longest real one has 900.
    static final int MAX_SENTENCE_CHARS = 8 * 1024;
    /// Labels, violations and inner headers kept; a real error has under ten of each.
    private static final int MAX_WORDS = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Answer.MAX_BODY_BYTES)
                    .maxNumberLength(Answer.MAX_BODY_BYTES)
                    .maxNameLength(Answer.MAX_BODY_BYTES)
                    .build())
            .build();

    /// Objects and arrays worth entering; all others are skipped unread: prompts, echoes,
    /// generations.
    private static final Set<String> ENTERED = Set.of(
            "error",
            "errors",
            "response",
            "choices",
            "details",
            "violations",
            "quotaDimensions",
            "metadata",
            "headers",
            "innererror");

    private static final Set<String> LABELS = Set.of(
            "type",
            "code",
            "status",
            "reason",
            "error_code",
            "object",
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
            "retryafter",
            "retry_after_seconds",
            "resets_in_seconds",
            "details.retry_after",
            "metadata.retry_after",
            "metadata.retry_after_seconds",
            "metadata.headers.retry-after");
    private static final Set<String> DELAYS_MILLIS =
            Set.of("retry_after_ms", "retryafterms", "metadata.headers.retry-after-ms");
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
    private static final Set<String> RESETS = Set.of("resets_at", "reset_at", "metadata.headers.x-ratelimit-reset");

    /// An object or array that is being read.
    ///
    /// @param path where it stands, without wrappers and arrays
    /// @param errors how many `error` wrappers are around it
    private record Place(String path, int errors) {
        String key(String name) {
            return path.isEmpty() ? name : path + "." + name;
        }

        Place child(String name) {
            boolean wraps = path.isEmpty() || path.equals("choices") || path.equals("response");
            return wraps && (name.equals("error") || name.equals("errors"))
                    ? new Place("", errors + 1)
                    : new Place(key(name), errors);
        }
    }

    /// A text and how deep in error wrappers it stood: the deepest is the provider's own.
    private record Found(String text, int errors) {}

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

    private BodyReader() {}

    /// Reads a JSON document; what is none reads as a sentence.
    static ErrorBody read(byte[] body, int length, String text) {
        BodyReader reader = new BodyReader();
        try (JsonParser parser = JSON.createParser(body, 0, length)) {
            reader.readAll(parser, 0);
        } catch (IOException _) {
            // Broken or hostile JSON: what was read before the break counts.
        }
        reader.unwrapMessage();
        return reader.isEmpty() ? ErrorBody.text(text, !reader.isObject) : reader.result();
    }

    private void readAll(JsonParser parser, int errors) throws IOException {
        Deque<Place> places = new ArrayDeque<>();
        Place top = new Place("", errors);
        String name = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            Place place = places.isEmpty() ? top : places.peek();
            switch (token) {
                case FIELD_NAME -> name = parser.currentName();
                case START_OBJECT, START_ARRAY -> enter(parser, places, place, name);
                case END_OBJECT -> leave(places.poll());
                case END_ARRAY -> places.poll();
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> take(place, name, parser);
                case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
            }
        }
    }

    private void enter(JsonParser parser, Deque<Place> places, Place place, String name) throws IOException {
        isObject = true;
        boolean inArray =
                places.isEmpty() || parser.getParsingContext().getParent().inArray();
        if (inArray) {
            places.push(place);
        } else if (ENTERED.contains(name)) {
            places.push(place.child(name));
        } else {
            note(name.equals("failed_generation"), name);
            parser.skipChildren();
        }
    }

    /// An object ended: if it was a violated quota, its fields belong together.
    private void leave(@Nullable Place place) {
        if (place == null || violation.isEmpty() || !VIOLATION_PLACES.contains(place.path())) {
            return;
        }
        if (violations.size() < MAX_WORDS) {
            violations.add(new Violation(field("id"), field("metric"), field("value"), field("model")));
        }
        violation.clear();
    }

    private String field(String name) {
        return violation.getOrDefault(name, "");
    }

    private void take(Place place, String name, JsonParser parser) throws IOException {
        if (name.isEmpty() || parser.getParsingContext().inArray()) {
            return;
        }
        String key = place.key(name).toLowerCase(Locale.ROOT);
        String text = parser.getText();
        isError |= place.errors() > 0 || (key.equals("error") && !text.isEmpty());
        take(key, text.length() > MAX_SENTENCE_CHARS ? text.substring(0, MAX_SENTENCE_CHARS) : text, place.errors());
    }

    private void take(String key, String text, int errors) {
        if (SENTENCES.contains(key) || key.equals("type") || key.equals("code")) {
            found.merge(key, new Found(text, errors), (old, now) -> now.errors() >= old.errors() ? now : old);
        }
        note(LABELS.contains(key), text);
        note(key.equals("failed_generation"), key);
        if (key.equals("status") || key.equals("code")) {
            numericStatus = errorStatus(text, numericStatus);
        }
        String field = VIOLATION_FIELDS.get(key);
        if (field != null) {
            violation.put(field, text.toLowerCase(Locale.ROOT));
        }
        if (key.startsWith(INNER_HEADERS) && innerHeaders.size() < MAX_WORDS) {
            innerHeaders.putIfAbsent(key.substring(INNER_HEADERS.length()), text);
        }
        raw = key.equals("metadata.raw") ? text : raw;
        delay = firstOf(delay, DELAYS.contains(key), text);
        delayMillis = firstOf(delayMillis, DELAYS_MILLIS.contains(key), text);
        resetAt = firstOf(resetAt, RESETS.contains(key), text);
    }

    private void note(boolean isLabel, String text) {
        if (isLabel && labels.size() < MAX_WORDS && text.length() <= Reading.MAX_CODE_CHARS) {
            labels.add(text.toLowerCase(Locale.ROOT));
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

    private void unwrapMessage() {
        for (int unwraps = 0; unwraps < MAX_UNWRAPS; unwraps++) {
            Found message = found.getOrDefault("message", new Found("", 0));
            String inner = message.text().strip();
            if (!inner.startsWith("{") && !inner.startsWith("[")) {
                return;
            }
            try (JsonParser parser = JSON.createParser(inner)) {
                readAll(parser, message.errors());
            } catch (IOException _) {
                // Not a document after all, or a cut one: what was read of it counts.
            }
        }
    }

    private boolean isEmpty() {
        return found.isEmpty() && labels.isEmpty() && violations.isEmpty() && !isError;
    }

    private ErrorBody result() {
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
                .filter(found::containsKey)
                .map(this::text)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private String text(String key) {
        Found one = found.get(key);
        return one == null ? "" : one.text();
    }
}
