package dev.sidestep.wire.openai;

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
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.FieldNames;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.History;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.Dialect.Trait;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one call of another format for one OpenAI-compatible target. Used once.
///
/// It is first said in the words of the OpenAI API, and then fitted to the target like any call of this format: what
/// endpoints take differently is known in one place.
final class ChatRequestWriter {
    /// OpenAI's bound; compatible endpoints have the same or none.
    private static final int MAX_STOPS = 4;

    /// A budget for thinking up to which an effort counts as low, and as medium; the shares that OpenRouter documents,
    /// of an answer of 16,000 tokens: https://openrouter.ai/docs/use-cases/reasoning-tokens
    private static final long LOW_BUDGET = 4_000;

    private static final long MEDIUM_BUDGET = 10_000;

    private final CanonicalRequest request;
    private final ClientCall call;
    private final Aim aim;
    private final Dialect dialect;
    private final Losses losses;
    private final ObjectNode body = Trees.object();

    private ChatRequestWriter(CanonicalRequest request, ClientCall call, Aim aim) {
        this.request = request;
        this.call = call;
        this.aim = aim;
        this.dialect = Dialect.of(aim.providerType(), aim.model().id());
        this.losses = new Losses(WireFormat.OPENAI, FieldNames.of(request.origin(), call));
    }

    /// The call in the target's words.
    static Fitting write(CanonicalRequest request, ClientCall call, Aim aim) {
        return new ChatRequestWriter(request, call, aim).write();
    }

    private Fitting write() {
        body.put("model", aim.model().id());
        messages();
        boolean hasTools = tools();
        if (hasTools) {
            toolChoice();
        }
        outputFormat();
        sampling(request.sampling());
        limits();
        reasoning(request.reasoning());
        if (request.stream()) {
            body.put("stream", true);
        }
        extras();
        return fitted();
    }

    private Fitting fitted() {
        ClientCall said = new ChatCallReader().read(Trees.bytes(body));
        Fitting fitting = ChatFitting.of(said, aim);
        losses.addAll(fitting.losses());
        return new Fitting(fitting.body(), losses.list());
    }

    private void messages() {
        History history = History.of(request.turns());
        losses.addAll(history.losses());
        ArrayNode messages = body.putArray("messages");
        new ChatTurnWriter(aim, request.origin(), messages, losses).write(history.turns());
        if (messages.isEmpty()) {
            messages.addObject().put("role", "user").put("content", "");
        }
        boolean isForeign = request.origin() != WireFormat.OPENAI;
        if (isForeign && request.outputFormat() instanceof OutputFormat.Json && !speaksOfJson(messages)) {
            // OpenAI refuses to answer in JSON where no message speaks of it.
            messages.insertObject(0).put("role", "system").put("content", "Answer with a JSON object.");
            losses.approximated("response_format", "an instruction");
        }
    }

    private static boolean speaksOfJson(ArrayNode messages) {
        return Trees.text(messages).toLowerCase(Locale.ROOT).contains("json");
    }

    private boolean tools() {
        ArrayNode tools = Trees.array();
        for (Tool tool : request.tools()) {
            switch (tool) {
                case Tool.Function function -> tools.add(function(function));
                case Tool.Unknown(var wire, var raw) when wire == WireFormat.OPENAI -> tools.add(raw);
                case Tool.Unknown _ -> losses.dropped("tools");
            }
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        return !tools.isEmpty();
    }

    private ObjectNode function(Tool.Function function) {
        ObjectNode tool = Trees.object().put("type", "function");
        ObjectNode written = tool.putObject("function").put("name", name(function.name()));
        if (!function.description().isEmpty()) {
            written.put("description", function.description());
        }
        if (function.knownParameters() instanceof JsonNode parameters) {
            written.set("parameters", parameters);
        }
        if (function.knownStrict() instanceof Boolean strict) {
            written.put("strict", strict);
        }
        losses.extras("tools", function.extras());
        function.extras().of(WireFormat.OPENAI).forEach(tool::set);
        return tool;
    }

    private String name(String name) {
        return ToolNames.sent(name, aim.memory());
    }

    private void toolChoice() {
        switch (request.toolChoice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
            case ToolChoice.None _ -> body.put("tool_choice", "none");
            case ToolChoice.Required _ -> body.put("tool_choice", "required");
            case ToolChoice.Named(var name) when isWritten(name) -> body.set("tool_choice", named(name));
            case ToolChoice.Named _ -> losses.dropped("tool_choice");
            case ToolChoice.Among(var names, var isRequired) -> {
                ObjectNode choice = body.putObject("tool_choice").put("type", "allowed_tools");
                ObjectNode allowed = choice.putObject("allowed_tools").put("mode", isRequired ? "required" : "auto");
                ArrayNode tools = allowed.putArray("tools");
                names.forEach(name -> tools.add(named(name)));
            }
        }
        if (request.knownParallelTools() instanceof Boolean parallel) {
            body.put("parallel_tool_calls", parallel);
        }
    }

    private boolean isWritten(String name) {
        return request.tools().stream()
                .anyMatch(tool -> tool instanceof Tool.Function function
                        && function.name().equals(name));
    }

    private ObjectNode named(String name) {
        ObjectNode choice = Trees.object().put("type", "function");
        choice.putObject("function").put("name", name(name));
        return choice;
    }

    private void outputFormat() {
        switch (request.outputFormat()) {
            case OutputFormat.Text _ -> {}
            case OutputFormat.Json _ -> body.putObject("response_format").put("type", "json_object");
            case OutputFormat.JsonSchema(var name, var description, var schema, var strict) -> {
                ObjectNode format = body.putObject("response_format").put("type", "json_schema");
                ObjectNode written = format.putObject("json_schema").put("name", name.isEmpty() ? "answer" : name);
                if (!description.isEmpty()) {
                    written.put("description", description);
                }
                written.set("schema", schema);
                if (strict != null) {
                    written.put("strict", strict);
                }
            }
        }
    }

    private void sampling(Sampling sampling) {
        number("temperature", sampling.temperature());
        number("top_p", sampling.topP());
        number("frequency_penalty", sampling.frequencyPenalty());
        number("presence_penalty", sampling.presencePenalty());
        number("seed", sampling.seed());
        number("n", sampling.choices());
        number("top_logprobs", sampling.topLogprobs());
        if (sampling.logprobs() instanceof Boolean logprobs) {
            body.put("logprobs", logprobs);
        }
        if (sampling.logitBias() instanceof JsonNode bias) {
            body.set("logit_bias", bias);
        }
        if (sampling.topK() != null) {
            losses.dropped("top_k");
        }
    }

    private void number(String name, @Nullable Number number) {
        if (number != null) {
            body.set(name, Trees.parse(number.toString()).orElseThrow());
        }
    }

    private void limits() {
        if (request.maxOutputTokens() > 0) {
            // Servers of which nothing is known may know the older name alone, and would answer without a limit.
            body.put(dialect.isKnown() ? "max_completion_tokens" : "max_tokens", request.maxOutputTokens());
        }
        List<String> stops = request.stop();
        if (stops.size() > MAX_STOPS) {
            losses.clamped("stop", stops.size(), MAX_STOPS);
        }
        if (!stops.isEmpty()) {
            ArrayNode written = body.putArray("stop");
            stops.stream().limit(MAX_STOPS).forEach(written::add);
        }
    }

    private void reasoning(Reasoning reasoning) {
        if (dialect.has(Trait.PARSED_THOUGHTS) && aim.model().features().contains(Feature.REASONING)) {
            body.put("reasoning_format", "parsed");
        }
        if (reasoning.effort().isPresent()) {
            effort(reasoning.effort().get());
        } else if (reasoning.mode() == Mode.OFF) {
            effort(Effort.NONE);
        } else if (reasoning.budgetTokens() > 0) {
            Effort near = nearest(reasoning.budgetTokens());
            effort(near);
            if (aim.model().features().contains(Feature.REASONING)) {
                losses.add(Loss.approximated("reasoning_effort", near.name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    private void effort(Effort effort) {
        body.put("reasoning_effort", effort.name().toLowerCase(Locale.ROOT));
    }

    private static Effort nearest(long budgetTokens) {
        if (budgetTokens <= LOW_BUDGET) {
            return Effort.LOW;
        }
        return budgetTokens <= MEDIUM_BUDGET ? Effort.MEDIUM : Effort.HIGH;
    }

    private void extras() {
        losses.extras(request.extras());
        for (Map.Entry<String, JsonNode> field :
                request.extras().of(WireFormat.OPENAI).entrySet()) {
            body.set(field.getKey(), field.getValue());
        }
        if (call.includesUsage() && request.stream() && body.path("stream_options") instanceof ObjectNode options) {
            options.put("include_usage", true);
        }
    }
}
