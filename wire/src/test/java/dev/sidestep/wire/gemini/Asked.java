package dev.sidestep.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.OutputFormat;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Reasoning;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Sampling;
import dev.sidestep.wire.canonical.Tool;
import dev.sidestep.wire.canonical.ToolChoice;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Fitting;
import dev.sidestep.wire.format.Loss;
import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A call for Gemini, one detail after the other, and what is written for it.
final class Asked {
    static final String TARGET = "google/gemini";

    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Set<Feature> lacking = EnumSet.of(Feature.EMBEDDINGS);
    private final Memory memory = new Memory();
    private String model = "gemini-3.1-pro-preview";
    private WireFormat origin = WireFormat.OPENAI;
    private ToolChoice choice = new ToolChoice.Unsaid();
    private Boolean parallel = true;
    private OutputFormat format = new OutputFormat.Text();
    private Sampling sampling = Sampling.UNSAID;
    private Reasoning reasoning = Reasoning.UNSAID;
    private long maxOutputTokens;
    private List<String> stop = List.of();
    private Extras extras = Extras.NONE;

    /// What was kept for tool calls.
    static final class Memory implements ToolCallMemory {
        final Map<String, Kept> kept = new HashMap<>();

        @Override
        public void keep(String id, Kept what) {
            kept.put(id, what);
        }

        @Override
        public Optional<Kept> find(String id) {
            return Optional.ofNullable(kept.get(id));
        }
    }

    static Asked of(Turn... turns) {
        return new Asked().turns(turns);
    }

    Asked turns(Turn... more) {
        turns.addAll(Arrays.asList(more));
        return this;
    }

    Asked to(String id) {
        model = id;
        return this;
    }

    Asked from(WireFormat wire) {
        origin = wire;
        return this;
    }

    Asked without(Feature... features) {
        lacking.addAll(Arrays.asList(features));
        return this;
    }

    Asked tool(Tool... more) {
        tools.addAll(Arrays.asList(more));
        return this;
    }

    Asked choice(ToolChoice asked) {
        choice = asked;
        return this;
    }

    Asked oneToolAtATime() {
        parallel = false;
        return this;
    }

    Asked format(OutputFormat asked) {
        format = asked;
        return this;
    }

    Asked sampling(Sampling asked) {
        sampling = asked;
        return this;
    }

    Asked reasoning(Reasoning asked) {
        reasoning = asked;
        return this;
    }

    Asked maxOutputTokens(long tokens) {
        maxOutputTokens = tokens;
        return this;
    }

    Asked stop(String... texts) {
        stop = List.of(texts);
        return this;
    }

    Asked extras(String json) {
        extras = extras(WireFormat.OPENAI, json);
        return this;
    }

    Asked kept(String id, String providerId, @Nullable Opaque signature) {
        memory.keep(id, new ToolCallMemory.Kept(providerId, signature));
        return this;
    }

    Aim aim() {
        Set<Feature> features = EnumSet.complementOf(EnumSet.copyOf(lacking));
        Model known = new Model(model, features, 1_048_576, 65_536, null, Lifecycle.ACTIVE);
        return new Aim("call-1", "gemini", known, TARGET, Set.of(), memory);
    }

    Fitting written() {
        CanonicalRequest request = new CanonicalRequest(
                origin,
                turns,
                tools,
                choice,
                parallel,
                format,
                sampling,
                reasoning,
                maxOutputTokens,
                stop,
                false,
                extras);
        return GeminiFormat.INSTANCE.write(request, clientCall(origin), aim());
    }

    JsonNode body() {
        return json(new String(written().body(), UTF_8));
    }

    JsonNode contents() {
        return body().path("contents");
    }

    JsonNode config() {
        return body().path("generationConfig");
    }

    List<String> losses() {
        return written().losses().stream().map(Loss::toString).toList();
    }

    static ClientCall clientCall(WireFormat wire) {
        RequestBody body = RequestBody.scan("{}".getBytes(UTF_8), (name, cursor) -> cursor.skip());
        return new ClientCall(
                wire, Map.of(), body, "auto", false, false, List.of(), List.of(), List.of(), Needs.chat());
    }

    /// JSON with single quotes for double ones.
    static JsonNode json(String text) {
        return Trees.parse(text.contains("\"") ? text : text.replace('\'', '"')).orElseThrow();
    }

    static Extras extras(WireFormat wire, String json) {
        Map<String, JsonNode> fields = new HashMap<>();
        json(json).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return new Extras(wire, fields);
    }

    static Turn system(String text) {
        return new Turn(Role.SYSTEM, List.of(new Part.Text(text)));
    }

    static Turn user(String text) {
        return user(new Part.Text(text));
    }

    static Turn user(Part... parts) {
        return new Turn(Role.USER, List.of(parts));
    }

    static Turn model(Part... parts) {
        return new Turn(Role.ASSISTANT, List.of(parts));
    }

    static Turn model(String text) {
        return model(new Part.Text(text));
    }

    static Part.ToolCall call(String id, String name) {
        return new Part.ToolCall(id, name, "{}");
    }

    static Turn calls(String... ids) {
        return model(Stream.of(ids).map(id -> call(id, "look_up")).toArray(Part[]::new));
    }

    static Turn result(String id, Part... parts) {
        return new Turn(Role.TOOL, List.of(new Part.ToolResult(id, "", List.of(parts), false, Extras.NONE)));
    }

    static Turn result(String id, String text) {
        return result(id, new Part.Text(text));
    }

    static Tool.Function function(String name) {
        return function(name, "{'type':'object','properties':{'city':{'type':'string'}}}");
    }

    static Tool.Function function(String name, String schema) {
        return new Tool.Function(name, "", json(schema), null, Extras.NONE);
    }

    static Opaque signature(String data) {
        return new Opaque(WireFormat.GEMINI, TARGET, "thoughtSignature", data);
    }
}
