package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.format.Arguments;
import dev.sidestep.wire.format.ToolCallMemory.Kept;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes what is said in a turn as Gemini's parts. Not thread-safe; one per call.
final class GeminiPartWriter {
    private static final String PLACE = "messages.";
    private static final String REASONING = PLACE + "reasoning_content";
    private static final String CALLS = PLACE + "tool_calls";

    private final Draft draft;
    private final Media media;
    private final boolean takesTools;
    /// The names of functions by the ids of their calls; results do not always say them.
    private final Map<String, String> names = new HashMap<>();

    GeminiPartWriter(Draft draft) {
        this.draft = draft;
        media = new Media(draft);
        takesTools = draft.has(Feature.TOOLS);
    }

    /// What the operator says; only text has a place there.
    String system(Turn turn) {
        List<String> texts = new ArrayList<>();
        for (Part part : turn.parts()) {
            if (part instanceof Part.Text text) {
                draft.losses().extras("messages", text.extras());
                texts.add(text.text());
            } else {
                draft.losses().dropped(PLACE + "system.content");
            }
        }
        return texts.stream().filter(text -> !text.isBlank()).collect(Collectors.joining("\n\n"));
    }

    /// What the caller says.
    List<ObjectNode> user(Turn turn) {
        List<ObjectNode> written = new ArrayList<>();
        turn.parts().forEach(part -> spoken(part).ifPresent(written::add));
        return named(turn, written);
    }

    /// What the model said.
    List<ObjectNode> model(Turn turn) {
        List<ObjectNode> written = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Part part : turn.parts()) {
            boolean isRepeated = part instanceof Part.ToolCall call && !ids.add(call.id());
            Optional<ObjectNode> said = isRepeated ? dropped(CALLS) : said(part);
            said.ifPresent(written::add);
        }
        return named(turn, written);
    }

    /// What only the model says, and what both may.
    private Optional<ObjectNode> said(Part part) {
        return switch (part) {
            case Part.ToolCall call -> Optional.of(call(call));
            case Part.Thinking thinking -> thinking(thinking);
            case Part.RedactedThinking(var opaque) -> redacted(opaque);
            case Part.Text _,
                    Part.Refusal _,
                    Part.Image _,
                    Part.Audio _,
                    Part.Document _,
                    Part.ToolResult _,
                    Part.Unknown _ -> spoken(part);
        };
    }

    /// A speaker's name has no field, so it is said.
    private List<ObjectNode> named(Turn turn, List<ObjectNode> written) {
        if (!turn.name().isEmpty() && !written.isEmpty()) {
            draft.losses().approximated(PLACE + "name", "text");
            written.addFirst(text(turn.name() + ": "));
        }
        return written;
    }

    private Optional<ObjectNode> spoken(Part part) {
        return switch (part) {
            case Part.Text text -> text(text);
            case Part.Refusal(var text) -> text.isEmpty() ? Optional.empty() : Optional.of(text(text));
            case Part.Image image -> media.image(image);
            case Part.Audio audio -> media.audio(audio);
            case Part.Document document -> media.document(document);
            case Part.Thinking _, Part.RedactedThinking _ -> dropped(REASONING);
            case Part.ToolCall _ -> dropped(CALLS);
            case Part.ToolResult _ -> dropped(PLACE + "tool_results");
            case Part.Unknown _ -> dropped(PLACE + "content");
        };
    }

    private Optional<ObjectNode> dropped(String place) {
        draft.losses().dropped(place);
        return Optional.empty();
    }

    private static ObjectNode text(String text) {
        return Trees.object().put("text", text);
    }

    private Optional<ObjectNode> text(Part.Text text) {
        draft.losses().extras("messages", text.extras());
        Optional<String> signature = text.opaque().flatMap(this::own);
        return text.text().isEmpty() && signature.isEmpty()
                ? Optional.empty()
                : Optional.of(signed(text(text.text()), signature));
    }

    /// Thoughts go back to whoever can prove them and to nobody else.
    private Optional<ObjectNode> thinking(Part.Thinking thinking) {
        draft.losses().extras("messages", thinking.extras());
        Optional<String> signature = thinking.opaque().flatMap(this::own);
        if (signature.isEmpty()) {
            return dropped(REASONING);
        }
        return Optional.of(signed(text(thinking.text()).put("thought", true), signature));
    }

    private Optional<ObjectNode> redacted(Opaque opaque) {
        return own(opaque).map(signature -> signed(text(""), Optional.of(signature)));
    }

    /// The signature in opaque state; that of another issuer is lost.
    private Optional<String> own(Opaque opaque) {
        Optional<String> signature = Signatures.of(opaque, draft.aim().target());
        if (signature.isEmpty()) {
            draft.losses().dropped(REASONING);
        }
        return signature;
    }

    private static ObjectNode signed(ObjectNode part, Optional<String> signature) {
        signature.ifPresent(data -> part.put(Signatures.FIELD, data));
        return part;
    }

    private ObjectNode call(Part.ToolCall call) {
        draft.losses().extras("messages", call.extras());
        names.put(call.id(), call.name());
        if (!takesTools) {
            draft.losses().approximated(CALLS, "text");
            return text("Called " + call.name() + " with " + call.arguments());
        }
        ObjectNode part = Trees.object();
        ObjectNode written = part.putObject("functionCall");
        putId(written, call.id());
        written.put("name", FunctionNames.written(call.name()));
        written.set("args", arguments(call.arguments()));
        return signed(part, signature(call));
    }

    /// The call's own signature, or the one that was kept because the client's format has no place for it.
    private Optional<String> signature(Part.ToolCall call) {
        Optional<String> own = call.opaque().flatMap(this::own);
        return own.or(() -> draft.aim()
                .memory()
                .opaque(call.id())
                .flatMap(opaque -> Signatures.of(opaque, draft.aim().target())));
    }

    /// The id that the provider knows the call by; none where it never gave one.
    private void putId(ObjectNode to, String id) {
        String known = draft.aim().memory().find(id).map(Kept::providerId).orElse(id);
        if (!known.isEmpty()) {
            to.put("id", known);
        }
    }

    /// Arguments must be an object; what the model could not form goes along as it came.
    private ObjectNode arguments(String text) {
        Arguments arguments = Arguments.of(text);
        if (arguments.isRaw()) {
            draft.losses().approximated(CALLS + ".arguments", Arguments.RAW);
        }
        return arguments.object();
    }

    /// What came of a call: the response, and after it the media that could not stand inside.
    List<ObjectNode> result(Part.ToolResult result) {
        draft.losses().extras("messages", result.extras());
        StringBuilder text = new StringBuilder();
        List<ObjectNode> found = new ArrayList<>();
        for (Part part : result.parts()) {
            spoken(part).ifPresent(written -> {
                if (written.has("text")) {
                    text.append(text.isEmpty() ? "" : "\n")
                            .append(written.path("text").asText());
                } else {
                    found.add(written);
                }
            });
        }
        String name = names.getOrDefault(result.callId(), result.name());
        List<ObjectNode> written = new ArrayList<>();
        written.add(takesTools ? response(result, name, text.toString()) : told(name, text.toString()));
        place(found, written, name);
        return written;
    }

    /// Always as text: a JSON object of the tool's own would lose the digits of long numbers.
    private ObjectNode response(Part.ToolResult result, String name, String text) {
        ObjectNode part = Trees.object();
        ObjectNode response = part.putObject("functionResponse");
        putId(response, result.callId());
        response.put("name", FunctionNames.written(name));
        response.putObject("response").put(result.isError() ? "error" : "output", text);
        return part;
    }

    private ObjectNode told(String name, String text) {
        draft.losses().approximated(PLACE + "tool_results", "text");
        return text("Result of " + name + ": " + text);
    }

    /// Bytes may stand inside the response where the model takes them there; all else stands behind it.
    private void place(List<ObjectNode> found, List<ObjectNode> written, String name) {
        List<ObjectNode> behind = new ArrayList<>(found);
        if (takesTools && draft.family().takesMediaInResults()) {
            List<ObjectNode> inside =
                    found.stream().filter(part -> part.has("inlineData")).toList();
            behind.removeAll(inside);
            putInside(inside, (ObjectNode) written.getFirst().path("functionResponse"));
        }
        if (!behind.isEmpty()) {
            draft.losses().approximated(PLACE + "tool_results", "media after the results");
            written.add(text("Returned by " + name + ":"));
            written.addAll(behind);
        }
    }

    private static void putInside(List<ObjectNode> inside, ObjectNode response) {
        if (!inside.isEmpty()) {
            response.putArray("parts").addAll(inside);
        }
    }
}
