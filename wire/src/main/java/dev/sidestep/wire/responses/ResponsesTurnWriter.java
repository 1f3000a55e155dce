package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.History;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.format.SentIds;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes the turns of a call as items for one target. Used once.
///
/// The operator's words stay where they stand, as messages of their own, and are never put into `instructions`: there
/// they would lose their place, and would not count where JSON must be spoken of.
final class ResponsesTurnWriter {
    private static final String ERROR = "Error: ";

    private final Aim aim;
    private final Losses losses;
    private final ResponsesPartWriter content;
    private final ArrayNode items = Trees.array();

    ResponsesTurnWriter(WireFormat origin, Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
        this.content = new ResponsesPartWriter(origin, aim, losses);
    }

    ArrayNode write(CanonicalRequest request) {
        History history = History.of(request.turns());
        losses.addAll(history.losses());
        withoutPrefill(history.turns()).forEach(this::turn);
        return items;
    }

    /// A target that does not go on where the caller began would answer as if it had said that itself.
    private List<Turn> withoutPrefill(List<Turn> turns) {
        boolean begins = !turns.isEmpty() && turns.getLast().role() == Role.ASSISTANT;
        if (!begins || aim.model().features().contains(Feature.PREFILL)) {
            return turns;
        }
        losses.dropped("messages.prefill");
        return turns.subList(0, turns.size() - 1);
    }

    private void turn(Turn turn) {
        losses.extras("messages", turn.extras());
        switch (turn.role()) {
            case SYSTEM, DEVELOPER, USER -> message(turn);
            case ASSISTANT -> answer(turn);
            case TOOL -> turn.parts().forEach(this::result);
        }
    }

    private void message(Turn turn) {
        List<JsonNode> parts = content.input(turn.parts());
        if (parts.isEmpty() && !turn.parts().isEmpty()) {
            return;
        }
        if (!turn.name().isEmpty()) {
            losses.approximated("messages.name", "text");
            parts.addFirst(Trees.object().put("type", "input_text").put("text", turn.name() + ":"));
        }
        add(turn, turn.role().name().toLowerCase(Locale.ROOT), parts);
    }

    private void add(Turn turn, String role, List<JsonNode> parts) {
        ObjectNode item = items.addObject().put("type", "message").put("role", role);
        boolean isText = parts.size() == 1
                && parts.getFirst().size() == 2
                && parts.getFirst().path("type").asText().endsWith("_text");
        if (isText || parts.isEmpty()) {
            item.put(
                    "content",
                    parts.isEmpty() ? "" : parts.getFirst().path("text").asText());
        } else {
            item.putArray("content").addAll(parts);
        }
        item.setAll(turn.extras().of(WireFormat.RESPONSES));
    }

    private void answer(Turn turn) {
        List<Part> parts = turn.parts();
        List<JsonNode> words = new ArrayList<>();
        int lastSaid = lastSaid(parts);
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Part.Text text -> said(text, words);
                case Part.Refusal(var text) ->
                    words.add(Trees.object().put("type", "refusal").put("refusal", text));
                case Part.ToolCall call -> {
                    endOfMessage(turn, words);
                    call(call);
                }
                case Part.Thinking thinking -> {
                    endOfMessage(turn, words);
                    thinking(thinking, i < lastSaid);
                }
                case Part.Unknown(var wire, var raw)
                when wire == WireFormat.RESPONSES -> {
                    endOfMessage(turn, words);
                    items.add(raw);
                }
                case Part.RedactedThinking _ -> losses.dropped("messages.reasoning_content");
                case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _, Part.Unknown _ ->
                    losses.dropped("messages.content");
            }
        }
        endOfMessage(turn, words);
    }

    private void said(Part.Text text, List<JsonNode> words) {
        if (!text.text().isEmpty()) {
            words.add(content.said(text));
        }
    }

    private void endOfMessage(Turn turn, List<JsonNode> words) {
        if (!words.isEmpty()) {
            add(turn, "assistant", words);
            words.clear();
        }
    }

    private static int lastSaid(List<Part> parts) {
        int last = parts.size() - 1;
        while (last >= 0 && !isSaid(parts.get(last))) {
            last--;
        }
        return last;
    }

    /// True for what thoughts may stand before: "reasoning was provided without its required following item".
    private static boolean isSaid(Part part) {
        return switch (part) {
            case Part.Text text -> !text.text().isEmpty();
            case Part.Refusal _, Part.ToolCall _ -> true;
            case Part.Unknown(var wire, var _) -> wire == WireFormat.RESPONSES;
            case Part.Image _,
                    Part.Audio _,
                    Part.Document _,
                    Part.Thinking _,
                    Part.RedactedThinking _,
                    Part.ToolResult _ -> false;
        };
    }

    private void call(Part.ToolCall call) {
        losses.extras("messages", call.extras());
        items.addObject()
                .put("type", "function_call")
                .put("call_id", SentIds.of(call.id(), aim.memory()))
                .put("name", ToolNames.sent(call.name(), aim.memory()))
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments())
                .setAll(call.extras().of(WireFormat.RESPONSES));
    }

    private void thinking(Part.Thinking thinking, boolean isFollowed) {
        Optional<String> state = thinking.opaque()
                .filter(opaque -> opaque.isFor(WireFormat.RESPONSES, aim.target()))
                .map(Opaque::data)
                .filter(data -> !Opaque.isToken(data));
        if (state.isEmpty() || !isFollowed) {
            losses.dropped("messages.reasoning_content");
            return;
        }
        ObjectNode item = items.addObject().put("type", "reasoning");
        item.set("summary", Thoughts.summary(thinking.text()));
        item.put(Names.ENCRYPTED_CONTENT, state.get());
    }

    private void result(Part part) {
        if (!(part instanceof Part.ToolResult result)) {
            losses.dropped("messages.content");
            return;
        }
        losses.extras("messages", result.extras());
        ObjectNode item = items.addObject()
                .put("type", "function_call_output")
                .put("call_id", SentIds.of(result.callId(), aim.memory()));
        output(item, result);
        item.setAll(result.extras().of(WireFormat.RESPONSES));
    }

    /// One text where it is one; what has images or documents as parts. Nothing here says that it failed but the text.
    private void output(ObjectNode item, Part.ToolResult result) {
        List<JsonNode> parts = content.input(result.parts());
        boolean isText =
                parts.isEmpty() || parts.size() == 1 && parts.getFirst().has("text");
        String prefix = result.isError() ? ERROR : "";
        if (result.isError()) {
            losses.approximated("messages.is_error", "text");
        }
        if (isText) {
            item.put(
                    "output",
                    prefix
                            + (parts.isEmpty()
                                    ? ""
                                    : parts.getFirst().path("text").asText()));
            return;
        }
        if (result.isError()) {
            parts.addFirst(Trees.object().put("type", "input_text").put("text", ERROR.strip()));
        }
        item.putArray("output").addAll(parts);
    }
}
