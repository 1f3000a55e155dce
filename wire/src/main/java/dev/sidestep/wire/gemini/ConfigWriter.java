package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes `generationConfig`. Not thread-safe; one per call.
final class ConfigWriter {
    private static final BigDecimal MAX_TEMPERATURE = BigDecimal.TWO;

    /// Stop texts of one call; more are refused.
    private static final int MAX_STOPS = 5;

    private final Draft draft;
    private final Losses losses;
    private final ObjectNode config = Trees.object();

    ConfigWriter(Draft draft) {
        this.draft = draft;
        losses = draft.losses();
    }

    ObjectNode write() {
        maxOutputTokens();
        sampling(draft.request().sampling());
        stop();
        outputFormat();
        new ThinkingWriter(draft).write(config);
        mediaResolution();
        return config;
    }

    private void maxOutputTokens() {
        long asked = draft.request().maxOutputTokens();
        long most = draft.aim().model().maxOutputTokens();
        if (asked <= 0) {
            return;
        }
        long given = most > 0 ? Math.min(asked, most) : asked;
        if (given < asked) {
            losses.clamped("max_completion_tokens", asked, given);
        }
        config.put("maxOutputTokens", given);
    }

    private void sampling(Sampling sampling) {
        number("temperature", "temperature", sampling.temperature(), MAX_TEMPERATURE);
        number("top_p", "topP", sampling.topP(), BigDecimal.ONE);
        topK(sampling.topK());
        seed(sampling.seed());
        dropUnless(isZero(sampling.frequencyPenalty()), "frequency_penalty");
        dropUnless(isZero(sampling.presencePenalty()), "presence_penalty");
        dropUnless(sampling.logitBias() == null || sampling.logitBias().isEmpty(), "logit_bias");
        answers(sampling);
    }

    /// One answer without probabilities is all that the canonical model has room for, whatever the target could give.
    private void answers(Sampling sampling) {
        dropUnless(!Boolean.TRUE.equals(sampling.logprobs()), "logprobs");
        dropUnless(isAtMost(sampling.topLogprobs(), 0), "top_logprobs");
        dropUnless(isAtMost(sampling.choices(), 1), "n");
    }

    private void dropUnless(boolean isWithout, String field) {
        if (!isWithout) {
            losses.dropped(field);
        }
    }

    private static boolean isZero(@Nullable BigDecimal number) {
        return number == null || number.signum() == 0;
    }

    private static boolean isAtMost(@Nullable Long number, long most) {
        return number == null || number <= most;
    }

    /// Both temperature and topP count 1 where nothing is said, as everywhere.
    private void number(String asked, String written, @Nullable BigDecimal value, BigDecimal most) {
        if (value == null) {
            return;
        }
        if (!draft.family().isTuned()) {
            dropUnless(value.compareTo(BigDecimal.ONE) == 0, asked);
            return;
        }
        BigDecimal given = value.max(BigDecimal.ZERO).min(most);
        if (given.compareTo(value) != 0) {
            losses.clamped(asked, value, given);
        }
        config.put(written, given);
    }

    private void topK(@Nullable Long topK) {
        if (topK == null) {
            return;
        }
        if (draft.family().isTuned() && topK > 0) {
            config.put("topK", topK);
        } else {
            losses.dropped("top_k");
        }
    }

    /// Elsewhere a seed has 64 bits, here 32.
    private void seed(@Nullable Long seed) {
        if (seed == null) {
            return;
        }
        boolean fits = seed == seed.intValue();
        if (!fits) {
            losses.approximated("seed", "32 bits");
        }
        config.put("seed", fits ? seed.intValue() : Long.hashCode(seed));
    }

    private void stop() {
        List<String> asked =
                draft.request().stop().stream().filter(text -> !text.isEmpty()).toList();
        if (asked.isEmpty()) {
            return;
        }
        if (!draft.has(Feature.STOP)) {
            losses.dropped("stop");
            return;
        }
        if (asked.size() > MAX_STOPS) {
            losses.clamped("stop", asked.size(), MAX_STOPS);
        }
        ArrayNode stops = config.putArray("stopSequences");
        asked.stream().limit(MAX_STOPS).forEach(stops::add);
    }

    private void outputFormat() {
        switch (draft.request().outputFormat()) {
            case OutputFormat.Text _ -> {
                // the default
            }
            case OutputFormat.Json _ -> {
                if (takesJson()) {
                    json();
                }
            }
            case OutputFormat.JsonSchema schema -> {
                if (takesJson() && has(Feature.JSON_SCHEMA)) {
                    json();
                    schema(schema);
                }
            }
        }
    }

    /// Older models refuse any shape of the answer in a call that brings functions.
    private boolean takesJson() {
        return !draft.hasTools() || has(Feature.JSON_SCHEMA_WITH_TOOLS);
    }

    private boolean has(Feature feature) {
        dropUnless(draft.has(feature), "response_format");
        return draft.has(feature);
    }

    private void json() {
        config.put("responseMimeType", "application/json");
    }

    private void schema(OutputFormat.JsonSchema format) {
        JsonSchemas.Fitted fitted = JsonSchemas.answer(format.schema());
        fitted.tellLosses("response_format.schema", losses);
        ObjectNode schema = fitted.schema();
        if (!format.description().isEmpty() && !schema.has("description") && !schema.has("$ref")) {
            schema.put("description", format.description());
        }
        config.set("responseJsonSchema", schema);
    }

    /// How closely images are looked at is said for all of them together, where the caller said the same of each.
    private void mediaResolution() {
        List<String> details = images().map(Part.Image::detail).distinct().toList();
        if (details.stream().allMatch(detail -> detail.isEmpty() || detail.equals("auto"))) {
            return;
        }
        switch (details.size() == 1 ? details.getFirst() : "") {
            case "low" -> mediaResolution("MEDIA_RESOLUTION_LOW");
            case "high", "original" -> mediaResolution("MEDIA_RESOLUTION_HIGH");
            default -> losses.dropped("messages.image_url.detail");
        }
    }

    private void mediaResolution(String resolution) {
        config.put("mediaResolution", resolution);
        losses.approximated("messages.image_url.detail", "mediaResolution");
    }

    private Stream<Part.Image> images() {
        return draft.request().turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .filter(Part.Image.class::isInstance)
                .map(Part.Image.class::cast);
    }
}
