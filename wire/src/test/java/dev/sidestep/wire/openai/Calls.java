package dev.sidestep.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Lifecycle;
import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Extras;
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
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.ToolCallMemory;
import dev.sidestep.wire.json.RequestBody;
import dev.sidestep.wire.json.Trees;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Calls, targets and answers for the tests of this format.
final class Calls {
    static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    private Calls() {}

    static ClientCall chat(String json) {
        return new ChatCallReader().read(json.getBytes(UTF_8));
    }

    static ClientCall chat(String messages, String fields) {
        return chat("{\"model\":\"m\",\"messages\":[" + messages + "]" + (fields.isEmpty() ? "" : "," + fields) + "}");
    }

    static CanonicalRequest canonical(String messages, String fields) {
        return OpenAiFormat.INSTANCE.canonical(chat(messages, fields));
    }

    static Aim aim(String type, String model, Feature... lacking) {
        EnumSet<Feature> features = EnumSet.allOf(Feature.class);
        features.removeAll(Set.of(lacking));
        return aim(type, new Model(model, features, 0, 0, null, Lifecycle.ACTIVE), new Memory());
    }

    static Aim aim(String type, Model model, ToolCallMemory memory) {
        return new Aim("call-1", type, model, "acc/" + model.id(), Set.of(), memory);
    }

    /// A call of another format with these turns.
    static CanonicalRequest foreign(Turn... turns) {
        return foreign(List.of(), new OutputFormat.Text(), turns);
    }

    static CanonicalRequest foreign(List<Tool> tools, OutputFormat format, Turn... turns) {
        return new CanonicalRequest(
                WireFormat.ANTHROPIC,
                List.of(turns),
                tools,
                new ToolChoice.Unsaid(),
                null,
                format,
                Sampling.UNSAID,
                Reasoning.UNSAID,
                0,
                List.of(),
                false,
                Extras.NONE);
    }

    static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    static Part text(String text) {
        return new Part.Text(text);
    }

    static Part call(String id, String arguments) {
        return new Part.ToolCall(id, "f", arguments);
    }

    static Part result(String id, Part... parts) {
        return new Part.ToolResult(id, "", List.of(parts), false, Extras.NONE);
    }

    static Fitting write(CanonicalRequest request, Aim aim) {
        return OpenAiFormat.INSTANCE.write(request, anthropicCall(request.stream()), aim);
    }

    static JsonNode written(CanonicalRequest request, Aim aim) {
        return Trees.parse(write(request, aim).body()).orElseThrow();
    }

    static String messages(CanonicalRequest request, Aim aim) {
        return Trees.text(written(request, aim).path("messages"));
    }

    private static ClientCall anthropicCall(boolean stream) {
        RequestBody body = RequestBody.scan("{}".getBytes(UTF_8), (_, cursor) -> cursor.skip());
        return new ClientCall(
                WireFormat.ANTHROPIC, Map.of(), body, "m", stream, true, List.of(), List.of(), List.of(), Needs.chat());
    }

    static Reply reply(String fields) {
        ClientCall call = chat(USER, fields);
        return new Reply(call, OpenAiFormat.INSTANCE.canonical(call), "abc", "model-9", 17);
    }

    static JsonNode json(String text) {
        return Trees.parse(text).orElseThrow();
    }

    /// A memory that forgets nothing.
    static final class Memory implements ToolCallMemory {
        private final Map<String, Kept> kept = new HashMap<>();

        @Override
        public void keep(String id, Kept what) {
            kept.put(id, what);
        }

        @Override
        public Optional<Kept> find(String id) {
            return Optional.ofNullable(kept.get(id));
        }
    }
}
