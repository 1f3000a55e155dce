package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Reasoning.Effort;
import dev.sidestep.wire.canonical.Reasoning.Mode;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a whole call into the canonical model. Used once.
///
/// What only this format has is kept in the [Extras] by its path, such as `previous_response_id` or `text.verbosity`.
/// `store` is not: a call that crosses wire formats is stored nowhere, and nobody can see that from its answer.
final class ResponsesRequestReader {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "input",
            "instructions",
            "stream",
            "stream_options",
            "store",
            "max_output_tokens",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "text",
            "reasoning",
            "temperature",
            "top_p",
            "top_logprobs",
            "include");

    /// Fields that say what counts without them anyway.
    private static final Map<String, String> DEFAULTS = Map.of(
            "background", "false",
            "truncation", "\"disabled\"",
            "service_tier", "\"auto\"",
            "metadata", "{}");

    private final ClientCall call;
    private final At body;
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();

    ResponsesRequestReader(ClientCall call) {
        this.call = call;
        this.body = At.root(call.body().bytes());
    }

    CanonicalRequest read() {
        body.rest(KNOWN).forEach((name, value) -> {
            if (!RequestBody.isOwn(name) && !Trees.text(value).equals(DEFAULTS.get(name))) {
                extras.put(name, value);
            }
        });
        ToolReader tools = new ToolReader(extras);
        OutputFormat format = format(body.field("text"));
        Reasoning reasoning = reasoning(body.field("reasoning"));
        Sampling sampling = sampling();
        return new CanonicalRequest(
                WireFormat.RESPONSES,
                turns(),
                tools.tools(body.field("tools")),
                tools.choice(body.field("tool_choice")),
                flag(body.field("parallel_tool_calls")),
                format,
                sampling,
                reasoning,
                call.needs().maxOutputTokens(),
                List.of(),
                call.stream(),
                new Extras(WireFormat.RESPONSES, extras));
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        String instructions = body.field("instructions").textOrEmpty();
        if (!instructions.isEmpty()) {
            turns.add(new Turn(Role.SYSTEM, List.of(new Part.Text(instructions))));
        }
        At input = body.field("input");
        if (input.node().isTextual()) {
            turns.add(new Turn(Role.USER, List.of(new Part.Text(input.text()))));
        } else {
            turns.addAll(new ResponsesTurnReader().read(input.elements()));
        }
        return turns;
    }

    private OutputFormat format(At text) {
        keep(text, Set.of("format"));
        At format = text.field("format");
        if (!format.isSaid()) {
            return new OutputFormat.Text();
        }
        return switch (format.object().field("type").text()) {
            case "text" -> new OutputFormat.Text();
            case "json_object" -> new OutputFormat.Json();
            case "json_schema" ->
                new OutputFormat.JsonSchema(
                        format.field("name").textOrEmpty(),
                        format.field("description").textOrEmpty(),
                        format.field("schema").object().node(),
                        flag(format.field("strict")));
            default -> {
                extras.put("text.format", format.node());
                yield new OutputFormat.Text();
            }
        };
    }

    private Reasoning reasoning(At said) {
        keep(said, Set.of("effort", "summary"));
        At effort = said.field("effort");
        At summary = said.field("summary");
        Effort known = Names.effort(effort.textOrEmpty()).orElse(null);
        if (known == null && effort.isSaid()) {
            extras.put("reasoning.effort", effort.node());
        }
        String detail = summary.textOrEmpty();
        if (!detail.isEmpty() && !detail.equals("auto")) {
            extras.put("reasoning.summary", summary.node());
        }
        Mode mode = known == null ? Mode.UNSAID : known == Effort.NONE ? Mode.OFF : Mode.ON;
        return new Reasoning(mode, known, 0, !detail.isEmpty());
    }

    private Sampling sampling() {
        Boolean logprobs = null;
        List<JsonNode> included = new ArrayList<>(0);
        for (At include : body.field("include").elements()) {
            String what = include.text();
            if (what.equals(Names.LOGPROBS)) {
                logprobs = true;
            } else if (!what.equals(Names.ENCRYPTED)) {
                included.add(include.node());
            }
        }
        if (!included.isEmpty()) {
            extras.put("include", Trees.array().addAll(included));
        }
        return new Sampling(
                number(body.field("temperature")),
                number(body.field("top_p")),
                null,
                null,
                null,
                null,
                null,
                logprobs,
                whole(body.field("top_logprobs")),
                null);
    }

    /// Keeps what else an object says.
    private void keep(At object, Set<String> known) {
        if (object.isSaid()) {
            object.object().rest(known).forEach((name, value) -> extras.put(object.place() + "." + name, value));
        }
    }

    private static @Nullable Boolean flag(At flag) {
        if (flag.isSaid() && !flag.node().isBoolean()) {
            throw flag.wrong("must be true or false");
        }
        return flag.isSaid() ? flag.node().booleanValue() : null;
    }

    private static @Nullable BigDecimal number(At number) {
        if (number.isSaid() && !number.node().isNumber()) {
            throw number.wrong("must be a number");
        }
        return number.isSaid() ? number.node().decimalValue() : null;
    }

    private static @Nullable Long whole(At number) {
        if (!number.isSaid()) {
            return null;
        }
        if (!number.node().isIntegralNumber() || !number.node().canConvertToLong()) {
            throw number.wrong("must be a whole number");
        }
        return number.node().longValue();
    }
}
