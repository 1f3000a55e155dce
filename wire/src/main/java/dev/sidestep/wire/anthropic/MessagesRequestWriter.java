package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.anthropic.ThinkingWriter.Longest;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.FieldNames;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes a call of any format for one target. Used once.
final class MessagesRequestWriter {
    /// Places that may be marked for the cache.
    private static final int MAX_CACHE_MARKS = 4;

    private static final String OUTPUT_CONFIG = "output_config";
    private static final Set<String> HANDLES = Set.of("container", "thread", "mcp_servers");

    private final CanonicalRequest request;
    private final Aim aim;
    private final ClaudeModel model;
    private final Version version;
    private final Set<Feature> features;
    private final boolean isOwn;
    private final Losses losses;
    private final ObjectNode body = Trees.object();

    MessagesRequestWriter(CanonicalRequest request, ClientCall call, Aim aim) {
        this.request = request;
        this.aim = aim;
        this.model = ClaudeModel.of(aim.model().id());
        this.version = Version.sent(call, model);
        this.losses = new Losses(WireFormat.ANTHROPIC, FieldNames.of(request.origin(), call));
        this.features = aim.model().features();
        this.isOwn = request.origin() == WireFormat.ANTHROPIC;
    }

    /// Writes it.
    ///
    /// @param keepsThinking whether thoughts that are the target's own go back to it
    Fitting write(boolean keepsThinking) {
        BlockWriter blocks = new BlockWriter(aim, request.origin(), keepsThinking, losses);
        MessagesTurnWriter conversation =
                new MessagesTurnWriter(aim, request.origin(), version, blocks, losses).write(request);
        ToolWriter tools = new ToolWriter(request, aim, losses).decide();
        Longest longest = longest();
        ThinkingWriter thinking = new ThinkingWriter(request.reasoning(), model, request.origin(), losses)
                .decide(longest, prevents(tools, conversation), conversation.hasLostItsThread());

        body.put("model", aim.model().id()).put("max_tokens", longest.tokens());
        outputFormat(conversation);
        if (!tools.instruction().isEmpty()) {
            conversation.instruct(tools.instruction());
        }
        if (!conversation.system().isEmpty()) {
            body.set("system", conversation.system());
        }
        body.set("messages", conversation.messages());
        tools.write(body);
        thinking.write(body, Optional.ofNullable(own().get("thinking")));
        sampling(thinking.isThinking());
        stop();
        if (request.stream()) {
            body.put("stream", true);
        }
        extras();
        boundCacheMarks();
        return new Fitting(Trees.bytes(body), losses.list());
    }

    private static String prevents(ToolWriter tools, MessagesTurnWriter conversation) {
        if (tools.isForced()) {
            return "the forced tool";
        }
        return conversation.isPrefilled() ? "the answer's given beginning" : "";
    }

    private Map<String, JsonNode> own() {
        return request.extras().of(WireFormat.ANTHROPIC);
    }

    /// The longest answer, which this format must be told.
    private Longest longest() {
        if (own().containsKey("max_tokens")) {
            return new Longest(0, false);
        }
        long most = aim.model().maxOutputTokens();
        long asked = request.maxOutputTokens();
        if (asked == 0) {
            return new Longest(most > 0 ? most : model.maxOutputTokens(), false);
        }
        boolean isClamped = most > 0 && asked > most;
        if (isClamped) {
            losses.clamped("max_completion_tokens", asked, most);
        }
        return new Longest(isClamped ? most : asked, isClamped);
    }

    private void outputFormat(MessagesTurnWriter conversation) {
        switch (request.outputFormat()) {
            case OutputFormat.Text _ -> {
                // as it comes
            }
            case OutputFormat.Json _ -> {
                conversation.instruct("Answer with one valid JSON object and nothing else.");
                losses.approximated("response_format", "an instruction");
            }
            case OutputFormat.JsonSchema schema -> jsonSchema(schema, conversation);
        }
    }

    private void jsonSchema(OutputFormat.JsonSchema asked, MessagesTurnWriter conversation) {
        boolean hasTools = !request.tools().isEmpty();
        boolean isTaken = features.contains(Feature.JSON_SCHEMA)
                && (!hasTools || features.contains(Feature.JSON_SCHEMA_WITH_TOOLS));
        Optional<Schemas.Strict> fitted =
                isOwn ? Optional.of(new Schemas.Strict(asked.schema(), false)) : Schemas.strict(described(asked));
        if (!isTaken || fitted.isEmpty()) {
            conversation.instruct(
                    "Answer with one JSON value and nothing else, by this JSON Schema: " + Trees.text(asked.schema()));
            losses.approximated("response_format", "an instruction");
            return;
        }
        if (fitted.orElseThrow().isChanged()) {
            losses.approximated("response_format", "limits in descriptions");
        }
        ObjectNode format = body.withObjectProperty(OUTPUT_CONFIG).putObject("format");
        format.put("type", "json_schema").set("schema", fitted.orElseThrow().schema());
    }

    /// The schema with the description that stood beside it.
    private static JsonNode described(OutputFormat.JsonSchema asked) {
        if (asked.description().isEmpty()
                || !(asked.schema() instanceof ObjectNode schema)
                || schema.has("description")) {
            return asked.schema();
        }
        return schema.deepCopy().put("description", asked.description());
    }

    private void sampling(boolean isThinking) {
        Sampling asked = request.sampling();
        boolean isTaken = version == Version.V2023 && model.sampling() != ClaudeModel.Sampling.NONE && !isThinking;
        SamplingWriter writer = new SamplingWriter(body, losses);
        if (isTaken) {
            writer.write(asked, model.sampling());
        } else {
            writer.drop(asked);
        }
        writer.dropForeign(asked);
    }

    private void stop() {
        List<String> taken = new ArrayList<>();
        for (String text : request.stop()) {
            if (text.isBlank() || !features.contains(Feature.STOP)) {
                losses.dropped("stop");
            } else {
                taken.add(text);
            }
        }
        if (!taken.isEmpty()) {
            taken.forEach(body.putArray("stop_sequences")::add);
        }
    }

    private void extras() {
        own().forEach(this::own);
        if (isOwn) {
            return;
        }
        Map<String, JsonNode> foreign = request.extras().fields();
        Optional<String> user = user(foreign);
        user.ifPresent(id -> body.putObject("metadata").put("user_id", id));
        foreign.forEach((name, value) -> {
            boolean isSaid = user.isPresent() && value.asText().equals(user.orElseThrow());
            if (!isSaid && !name.equals("stream_options")) {
                losses.extra("", name, value);
            }
        });
    }

    private void own(String name, JsonNode value) {
        switch (name) {
            case "thinking", "max_tokens" -> {
                // written with what belongs to them
            }
            case OUTPUT_CONFIG -> {
                ObjectNode config = body.withObjectProperty(OUTPUT_CONFIG);
                value.properties().forEach(field -> config.set(field.getKey(), field.getValue()));
            }
            default -> {
                if (HANDLES.contains(name) && !features.contains(Feature.ANTHROPIC_API)) {
                    losses.dropped(name);
                } else {
                    body.set(name, value);
                }
            }
        }
    }

    /// The caller's name for its user, unless it tells who that is: personal data has no place there.
    private static Optional<String> user(Map<String, JsonNode> foreign) {
        for (String name : List.of("safety_identifier", "user")) {
            if (foreign.get(name) instanceof TextNode text
                    && !text.textValue().isBlank()
                    && text.textValue().indexOf('@') < 0
                    && text.textValue().length() <= 256) {
                return Optional.of(text.textValue());
            }
        }
        return Optional.empty();
    }

    /// More marks than four are refused. The last ones reach farthest.
    private void boundCacheMarks() {
        if (isOwn) {
            return;
        }
        List<ObjectNode> marked = new ArrayList<>();
        for (String name : List.of("tools", "system", "messages")) {
            collectMarked(body.path(name), marked);
        }
        for (int i = 0; i < marked.size() - MAX_CACHE_MARKS; i++) {
            marked.get(i).remove("cache_control");
            losses.dropped("messages.prompt_cache_breakpoint");
        }
    }

    private static void collectMarked(JsonNode list, List<ObjectNode> marked) {
        for (JsonNode element : list) {
            if (element instanceof ObjectNode object && object.has("cache_control")) {
                marked.add(object);
            }
            collectMarked(element.path("content"), marked);
        }
    }
}
