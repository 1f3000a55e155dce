package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.Role;
import dev.sidestep.wire.canonical.Turn;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the items of a call into turns. Used once.
final class ResponsesTurnReader {
    /*
     * An answer comes as several items here: thoughts, messages, one item per tool call. Those that follow each other
     * are one turn, since elsewhere a turn's tool calls stand together, behind its text. A second message begins a new
     * turn, unless tool calls stand before it: their results must follow the turn that they are in. Thoughts belong to
     * what comes after them.
     */
    private static final Set<String> CALL =
            Set.of("type", "id", "status", "created_by", "call_id", "name", "arguments");
    private static final Set<String> RESULT = Set.of("type", "id", "status", "created_by", "call_id", "name", "output");

    private final List<Turn> turns = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> thoughts = new ArrayList<>();
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();
    private boolean hasMessage;
    private boolean hasCalls;

    List<Turn> read(List<At> items) {
        items.forEach(this::item);
        endOfAnswer();
        return turns;
    }

    private void item(At item) {
        At type = item.object().field("type");
        switch (type.isSaid() ? type.text() : "message") {
            case "message" -> message(item);
            case "function_call" -> call(item);
            case "function_call_output" -> result(item);
            case "reasoning" -> reasoning(item);
            default -> {
                takeThoughts();
                parts.add(new Part.Unknown(WireFormat.RESPONSES, item.node()));
            }
        }
    }

    private void message(At item) {
        Role role = switch (item.field("role").text()) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case "developer" -> Role.DEVELOPER;
            default -> throw item.field("role").wrong("must be user, assistant, system or developer");
        };
        List<Part> content = new ResponsesPartReader().content(item.field("content"));
        Map<String, JsonNode> rest = item.rest(Set.of("type", "id", "status", "created_by", "role", "content"));
        if (role == Role.ASSISTANT) {
            answer(content, rest);
            return;
        }
        endOfAnswer();
        turns.add(new Turn(role, content, "", new Extras(WireFormat.RESPONSES, rest)));
    }

    private void answer(List<Part> content, Map<String, JsonNode> rest) {
        if (hasMessage && !hasCalls) {
            List<Part> next = List.copyOf(thoughts);
            thoughts.clear();
            endOfAnswer();
            thoughts.addAll(next);
        }
        takeThoughts();
        parts.addAll(content);
        extras.putAll(rest);
        hasMessage = true;
    }

    private void call(At item) {
        takeThoughts();
        At arguments = item.field("arguments");
        parts.add(new Part.ToolCall(
                item.field("call_id").text(),
                item.field("name").text(),
                arguments.node().isContainerNode() ? Trees.text(arguments.node()) : arguments.textOrEmpty(),
                null,
                new Extras(WireFormat.RESPONSES, item.rest(CALL))));
        hasCalls = true;
    }

    private void result(At item) {
        endOfAnswer();
        Part.ToolResult result = new Part.ToolResult(
                item.field("call_id").text(),
                item.field("name").textOrEmpty(),
                new ResponsesPartReader().content(item.field("output")),
                false,
                new Extras(WireFormat.RESPONSES, item.rest(RESULT)));
        turns.add(new Turn(Role.TOOL, List.of(result)));
    }

    private void reasoning(At item) {
        Part thought = Thoughts.read(item.node(), "");
        // The one place where a signature of another format's text can travel is behind that text.
        if (thought instanceof Part.Thinking(var text, var opaque, var _)
                && opaque != null
                && text.isEmpty()
                && thoughts.isEmpty()
                && sign(opaque)) {
            return;
        }
        thoughts.add(thought);
    }

    private boolean sign(Opaque opaque) {
        if (opaque.wire() != WireFormat.GEMINI || parts.isEmpty()) {
            return false;
        }
        if (!(parts.getLast() instanceof Part.Text(var text, var known, var more)) || known != null) {
            return false;
        }
        parts.set(parts.size() - 1, new Part.Text(text, opaque, more));
        return true;
    }

    private void takeThoughts() {
        parts.addAll(thoughts);
        thoughts.clear();
    }

    private void endOfAnswer() {
        takeThoughts();
        if (!parts.isEmpty() || hasMessage) {
            turns.add(new Turn(Role.ASSISTANT, parts, "", new Extras(WireFormat.RESPONSES, extras)));
        }
        parts.clear();
        extras.clear();
        hasMessage = false;
        hasCalls = false;
    }
}
