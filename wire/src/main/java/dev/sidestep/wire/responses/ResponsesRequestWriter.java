package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.FieldNames;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a call of another format for one target. Used once.
///
/// It is stored nowhere: the whole conversation goes along each time, and with it the model's encrypted thoughts, which
/// are asked for.
final class ResponsesRequestWriter {
    /// Fields that mean the same in both of OpenAI's APIs.
    private static final Set<String> SHARED = Set.of(
            "metadata",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention",
            "service_tier");

    /// Fields whose parts are kept by their paths.
    private static final Set<String> OBJECTS = Set.of("text", "reasoning");

    /// Budgets of thinking, in tokens, up to which an effort is the nearest.
    private static final long LOW_BUDGET = 4_096;

    private static final long MEDIUM_BUDGET = 16_384;

    private final CanonicalRequest request;
    private final Aim aim;
    private final Dialect dialect;
    private final Losses losses;
    private final ObjectNode body = Trees.object();

    ResponsesRequestWriter(CanonicalRequest request, ClientCall call, Aim aim) {
        this.request = request;
        this.aim = aim;
        this.dialect = Dialect.of(aim);
        this.losses = new Losses(WireFormat.RESPONSES, FieldNames.of(request.origin(), call));
    }

    Fitting write() {
        body.put("model", aim.model().id());
        ArrayNode input = new ResponsesTurnWriter(request.origin(), aim, losses).write(request);
        body.set("input", input);
        new ToolWriter(request, aim, losses).write(body);
        format(input);
        reasoning();
        limit();
        sampling();
        stop();
        extras();
        state();
        if (request.stream()) {
            body.put("stream", true);
        }
        return new Fitting(Trees.bytes(body), losses.list());
    }

    private boolean lacks(Feature feature) {
        return !aim.model().features().contains(feature);
    }

    private void format(ArrayNode input) {
        switch (request.outputFormat()) {
            case OutputFormat.Text _ -> {}
            case OutputFormat.Json _ -> {
                text().putObject("format").put("type", "json_object");
                speakOfJson(input);
            }
            case OutputFormat.JsonSchema schema -> schema(schema);
        }
    }

    private ObjectNode text() {
        return body.withObjectProperty("text");
    }

    private void schema(OutputFormat.JsonSchema schema) {
        boolean withTools = body.has("tools");
        if (lacks(Feature.JSON_SCHEMA) || (withTools && lacks(Feature.JSON_SCHEMA_WITH_TOOLS))) {
            losses.dropped("response_format");
            return;
        }
        ObjectNode format = text().putObject("format").put("type", "json_schema");
        format.put("name", schema.name().isEmpty() ? "answer" : ToolNames.sent(schema.name(), aim.memory()));
        if (!schema.description().isEmpty()) {
            format.put("description", schema.description());
        }
        format.set("schema", schema.schema());
        if (schema.knownStrict() != null) {
            format.put("strict", schema.knownStrict());
        }
    }

    /// "Response input messages must contain the word 'json' in some form": a client whose own API does not want that
    /// cannot know.
    private void speakOfJson(ArrayNode input) {
        if (!Trees.text(input).toLowerCase(Locale.ROOT).contains("json")) {
            input.insertObject(0)
                    .put("type", "message")
                    .put("role", "system")
                    .put("content", "Answer with a JSON object.");
            losses.approximated("response_format", "an instruction");
        }
    }

    private void reasoning() {
        Reasoning said = request.reasoning();
        if (said.equals(Reasoning.UNSAID)) {
            return;
        }
        if (!dialect.thinks(aim)) {
            if (said.mode() != Mode.OFF) {
                losses.dropped("reasoning_effort");
            }
            return;
        }
        Effort effort = effort(said);
        if (effort != null) {
            Effort given = dialect.nearest(effort);
            if (given != effort) {
                losses.clamped("reasoning_effort", Names.word(effort), Names.word(given));
            }
            body.withObjectProperty("reasoning").put("effort", Names.word(given));
        }
        if (said.isShown()) {
            body.withObjectProperty("reasoning").put("summary", "auto");
        }
    }

    private @Nullable Effort effort(Reasoning said) {
        if (said.knownEffort() != null) {
            return said.knownEffort();
        }
        if (said.mode() == Mode.OFF) {
            return Effort.NONE;
        }
        if (said.budgetTokens() == 0) {
            return null;
        }
        long budget = said.budgetTokens();
        Effort effort = budget <= LOW_BUDGET ? Effort.LOW : budget <= MEDIUM_BUDGET ? Effort.MEDIUM : Effort.HIGH;
        losses.approximated("reasoning_effort", budget + "->" + Names.word(effort));
        return effort;
    }

    private void limit() {
        long asked = request.maxOutputTokens();
        if (asked == 0) {
            return;
        }
        long most = aim.model().maxOutputTokens();
        long given = Math.max(most == 0 ? asked : Math.min(asked, most), dialect.leastOutputTokens());
        if (given != asked) {
            losses.clamped("max_completion_tokens", asked, given);
        }
        body.put("max_output_tokens", given);
    }

    private void sampling() {
        Sampling said = request.sampling();
        number("temperature", said.temperature());
        number("top_p", said.topP());
        logprobs(said);
        losses.droppedIf(said.topK() != null, "top_k");
        losses.droppedIf(isSet(said.frequencyPenalty()), "frequency_penalty");
        losses.droppedIf(isSet(said.presencePenalty()), "presence_penalty");
        losses.droppedIf(said.seed() != null, "seed");
        losses.droppedIf(said.logitBias() != null && !said.logitBias().isEmpty(), "logit_bias");
        losses.droppedIf(said.choices() != null && said.choices() > 1, "n");
    }

    private void number(String name, @Nullable BigDecimal value) {
        if (value == null) {
            return;
        }
        String unsaid = dialect.defaults().get(name);
        if (unsaid == null) {
            body.put(name, value);
        } else {
            losses.droppedIf(value.compareTo(new BigDecimal(unsaid)) != 0, name);
        }
    }

    private void logprobs(Sampling said) {
        boolean asked = Boolean.TRUE.equals(said.logprobs()) || (said.topLogprobs() != null && said.topLogprobs() > 0);
        if (!asked) {
            return;
        }
        if (lacks(Feature.LOGPROBS) || dialect.defaults().containsKey("top_logprobs")) {
            losses.dropped("logprobs");
            return;
        }
        body.withArrayProperty("include").add(Names.LOGPROBS);
        if (said.topLogprobs() != null) {
            body.put("top_logprobs", said.topLogprobs());
        }
    }

    private static boolean isSet(@Nullable BigDecimal penalty) {
        return penalty != null && penalty.signum() != 0;
    }

    private void stop() {
        losses.droppedIf(!request.stop().isEmpty(), "stop");
    }

    private void extras() {
        WireFormat origin = request.extras().wire();
        request.extras().fields().forEach((name, value) -> {
            if (origin == WireFormat.RESPONSES) {
                put(name, value);
            } else if (origin == WireFormat.OPENAI && name.equals("verbosity")) {
                text().set("verbosity", value);
            } else if (origin == WireFormat.OPENAI && SHARED.contains(name)) {
                body.set(name, value);
            } else {
                losses.extra("", name, value);
            }
        });
    }

    /// Puts a field back to where it was.
    private void put(String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot > 0 && OBJECTS.contains(path.substring(0, dot))) {
            body.withObjectProperty(path.substring(0, dot)).set(path.substring(dot + 1), value);
        } else {
            body.set(path, value);
        }
    }

    private void state() {
        body.put("store", false);
        if (dialect.thinks(aim)) {
            body.withArrayProperty("include").add(Names.ENCRYPTED);
        }
    }
}
