package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.Feature;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Losses;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.Dialect.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the turns of one call as messages. Used once.
final class ChatTurnWriter {
    private final Aim aim;
    private final WireFormat origin;
    private final Dialect dialect;
    private final ArrayNode messages;
    private final Losses losses;
    private final ChatPartWriter partWriter;
    /// What tools gave back and no tool message can hold; it follows the last of them, so that nothing stands between.
    private final List<Part> hoisted = new ArrayList<>();

    /// @param origin the format that the call came in
    ChatTurnWriter(Aim aim, WireFormat origin, ArrayNode messages, Losses losses) {
        this.aim = aim;
        this.origin = origin;
        this.dialect = Dialect.of(aim.providerType(), aim.model().id());
        this.messages = messages;
        this.losses = losses;
        this.partWriter = new ChatPartWriter(dialect, origin, losses);
    }

    /// @param turns in normal form
    void write(List<Turn> turns) {
        List<Turn> kept = withoutBeginning(turns);
        for (Turn turn : kept) {
            if (turn.role() != Role.TOOL) {
                hoisted();
            }
            turn(turn);
        }
        hoisted();
        if (kept.size() == turns.size() && isBeginning(kept) && dialect.has(Trait.PREFIX)) {
            markAsPrefix();
        }
    }

    private void markAsPrefix() {
        JsonNode last = messages.path(messages.size() - 1);
        if (last instanceof ObjectNode message && message.path("role").asText().equals("assistant")) {
            message.put("prefix", true);
        }
    }

    /// The turns without the beginning of an answer that this target would not go on with.
    private List<Turn> withoutBeginning(List<Turn> turns) {
        boolean isAsked = aim.model().features().contains(Feature.PREFILL) || !isBeginning(turns);
        if (isAsked || turns.size() == 1) {
            return turns;
        }
        losses.dropped("messages.prefill");
        return turns.subList(0, turns.size() - 1);
    }

    private static boolean isBeginning(List<Turn> turns) {
        return !turns.isEmpty()
                && turns.getLast().role() == Role.ASSISTANT
                && turns.getLast().parts().stream().noneMatch(Part.ToolCall.class::isInstance);
    }

    private void turn(Turn turn) {
        switch (turn.role()) {
            case SYSTEM -> said("system", turn);
            case DEVELOPER -> said("developer", turn);
            case USER -> said("user", turn);
            case ASSISTANT -> assistant(turn);
            case TOOL -> result(turn);
        }
    }

    private void said(String role, Turn turn) {
        ObjectNode message = message(role, turn);
        message.set("content", partWriter.content(turn.role(), turn.parts()));
        extras(message, turn.extras());
        messages.add(message);
    }

    private ObjectNode message(String role, Turn turn) {
        ObjectNode message = Trees.object().put("role", role);
        if (!turn.name().isEmpty()) {
            message.put("name", turn.name());
        }
        return message;
    }

    private void assistant(Turn turn) {
        ObjectNode message = message("assistant", turn);
        ArrayNode calls = Trees.array();
        List<Part> said = new ArrayList<>();
        for (Part part : turn.parts()) {
            switch (part) {
                case Part.ToolCall call -> calls.add(toolCall(call));
                case Part.Thinking thinking -> thinking(message, thinking);
                case Part.RedactedThinking _ -> losses.dropped("messages.reasoning_content");
                case Part.Text _,
                        Part.Refusal _,
                        Part.Image _,
                        Part.Audio _,
                        Part.Document _,
                        Part.ToolResult _,
                        Part.Unknown _ -> said.add(part);
            }
        }
        if (said.isEmpty() && calls.isEmpty() && !turn.parts().isEmpty()) {
            return;
        }
        content(message, said, !calls.isEmpty());
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        extras(message, turn.extras());
        messages.add(message);
    }

    /// A refusal has its own field, which compatible servers do not know: there it is what was said.
    private void content(ObjectNode message, List<Part> said, boolean hasCalls) {
        List<Part> rest = new ArrayList<>(said);
        if (dialect.has(Trait.REFUSALS) && rest.removeIf(Part.Refusal.class::isInstance)) {
            message.put("refusal", refusal(said));
        }
        if (rest.isEmpty() && (hasCalls || !said.isEmpty())) {
            message.putNull("content");
        } else {
            message.set("content", partWriter.content(Role.ASSISTANT, rest));
        }
    }

    private static String refusal(List<Part> said) {
        return said.stream()
                .filter(Part.Refusal.class::isInstance)
                .map(part -> ((Part.Refusal) part).text())
                .collect(Collectors.joining("\n"));
    }

    private void thinking(ObjectNode message, Part.Thinking thinking) {
        if (!thinking.extras().of(WireFormat.OPENAI).isEmpty()) {
            thinking.extras().fields().forEach(message::set);
        } else if (takes(thinking)) {
            message.put("reasoning_content", message.path("reasoning_content").asText() + thinking.text());
        } else {
            losses.dropped("messages.reasoning_content");
        }
    }

    /// Text without a proof may be this target's own; with one it is another's.
    private boolean takes(Part.Thinking thinking) {
        boolean isForeign = thinking.opaque()
                .filter(opaque -> !opaque.isFor(WireFormat.OPENAI, aim.target()))
                .isPresent();
        return !isForeign && (origin == WireFormat.OPENAI || dialect.has(Trait.THOUGHTS_BACK) || !dialect.isKnown());
    }

    private ObjectNode toolCall(Part.ToolCall call) {
        ObjectNode written = Trees.object().put("id", id(call.id()));
        boolean isCustom = call.extras().of(WireFormat.OPENAI).get("type") instanceof JsonNode type
                && type.asText().equals("custom");
        if (isCustom) {
            written.put("type", "custom");
            written.putObject("custom").put("name", call.name()).put("input", call.arguments());
            return written;
        }
        written.put("type", "function");
        written.putObject("function")
                .put("name", ToolNames.sent(call.name(), aim.memory()))
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        extras(written, call.extras());
        call.opaque().or(() -> aim.memory().opaque(call.id())).ifPresent(opaque -> signature(written, opaque));
        return written;
    }

    private void signature(ObjectNode call, Opaque opaque) {
        if (opaque.isFor(WireFormat.OPENAI, aim.target()) && opaque.kind().equals(Signatures.KIND)) {
            call.set("extra_content", Signatures.forIssuer(opaque));
        } else {
            losses.dropped("messages.reasoning_content");
        }
    }

    /// The provider's own id, where this one could have given it, else the client's.
    private String id(String id) {
        return aim.memory().providerId(id).filter(dialect.toolIds()::takes).orElse(id);
    }

    private void result(Turn turn) {
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult result) {
                result(result, turn);
            }
        }
    }

    private void result(Part.ToolResult result, Turn turn) {
        ObjectNode message = Trees.object().put("role", "tool").put("tool_call_id", id(result.callId()));
        List<Part> texts = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        for (Part part : result.parts()) {
            (isMedium(part) ? others : texts).add(part);
        }
        message.set("content", partWriter.content(Role.TOOL, result.isError() ? marked(texts) : texts));
        extras(message, result.extras());
        extras(message, turn.extras());
        messages.add(message);
        hoist(others, id(result.callId()));
    }

    private static boolean isMedium(Part part) {
        return switch (part) {
            case Part.Image _, Part.Audio _ -> true;
            case Part.Document document -> !(document.source() instanceof Source.PlainText);
            case Part.Text _,
                    Part.Refusal _,
                    Part.Thinking _,
                    Part.RedactedThinking _,
                    Part.ToolCall _,
                    Part.ToolResult _,
                    Part.Unknown _ -> false;
        };
    }

    /// This format has no field for what went wrong.
    private List<Part> marked(List<Part> texts) {
        losses.approximated("messages.is_error", "text");
        List<Part> marked = new ArrayList<>(texts);
        if (!texts.isEmpty() && texts.getFirst() instanceof Part.Text(var text, var opaque, var extras)) {
            marked.set(0, new Part.Text("Error: " + text, opaque, extras));
        } else {
            marked.addFirst(new Part.Text("Error"));
        }
        return marked;
    }

    private void hoist(List<Part> parts, String callId) {
        if (!parts.isEmpty()) {
            hoisted.add(new Part.Text("Result of tool call " + dialect.toolIds().fit(callId) + ":"));
            hoisted.addAll(parts);
            losses.hoisted("messages.tool_results", "a user message");
        }
    }

    private void hoisted() {
        if (!hoisted.isEmpty()) {
            messages.addObject().put("role", "user").set("content", partWriter.content(Role.USER, hoisted));
            hoisted.clear();
        }
    }

    private void extras(ObjectNode object, Extras extras) {
        losses.extras("messages", extras);
        extras.of(WireFormat.OPENAI).forEach(object::set);
    }
}
