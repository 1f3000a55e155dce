package dev.sidestep.wire.openai;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the messages of one call. Used once.
final class ChatTurnReader {
    /// Where thoughts stand: DeepSeek's field and those who follow it, Groq's and OpenRouter's, OpenRouter's with
    /// signatures.
    private static final List<String> THOUGHTS = List.of("reasoning_content", "reasoning", "reasoning_details");

    /// The id made up for the last call of a function in the older form, which has none; its result comes next.
    private String lastFunctionId = "";

    private int functionCalls;

    List<Turn> read(List<Fields> messages) {
        return messages.stream().map(this::turn).toList();
    }

    private Turn turn(Fields message) {
        String role = message.text("role");
        return switch (role) {
            case "system" -> said(Role.SYSTEM, message);
            case "developer" -> said(Role.DEVELOPER, message);
            case "user" -> said(Role.USER, message);
            case "assistant" -> assistant(message);
            case "tool" -> result(message, message.text("tool_call_id"));
            case "function" -> result(message, lastFunctionId);
            default -> throw message.invalid("role", "system, developer, user, assistant, tool or function");
        };
    }

    private static Turn said(Role role, Fields message) {
        List<Part> parts = ChatPartReader.content(message);
        return new Turn(role, parts, message.text("name"), message.rest());
    }

    private static Turn result(Fields message, String callId) {
        List<Part> parts = ChatPartReader.content(message);
        Part.ToolResult result = new Part.ToolResult(callId, message.text("name"), parts, false, Extras.NONE);
        return new Turn(Role.TOOL, List.of(result), "", message.rest());
    }

    private Turn assistant(Fields message) {
        List<Part> parts = new ArrayList<>();
        thinking(message).ifPresent(parts::add);
        parts.addAll(ChatPartReader.content(message));
        String refusal = message.text("refusal");
        if (!refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
        message.objects("tool_calls").forEach(call -> parts.add(toolCall(call)));
        message.object("function_call").ifPresent(call -> parts.add(functionCall(call)));
        return new Turn(Role.ASSISTANT, parts, message.text("name"), message.rest());
    }

    /// The thoughts, with the fields as they came where a plain text says too little.
    private static Optional<Part> thinking(Fields message) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (String name : THOUGHTS) {
            if (message.has(name)) {
                fields.put(name, message.take(name));
            }
        }
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        String text = fields.values().stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
        boolean isPlain = fields.size() == 1 && fields.containsKey("reasoning_content");
        Extras extras = isPlain ? Extras.NONE : new Extras(WireFormat.OPENAI, fields);
        return Optional.of(new Part.Thinking(text, null, extras));
    }

    private static Part toolCall(Fields call) {
        String id = call.text("id");
        if (call.text("type").equals("custom")) {
            Fields custom = call.object("custom").orElseThrow(() -> call.invalid("custom", "an object"));
            Extras isCustom = new Extras(
                    WireFormat.OPENAI, Map.of("type", Trees.parse("\"custom\"").orElseThrow()));
            return new Part.ToolCall(id, custom.text("name"), custom.text("input"), null, isCustom);
        }
        Fields function = call.object("function").orElseThrow(() -> call.invalid("function", "an object"));
        Opaque opaque = signature(call);
        return new Part.ToolCall(id, function.text("name"), arguments(function), opaque, call.rest());
    }

    /// Arguments are a text; servers that follow the format loosely, and their clients, have the object itself there.
    private static String arguments(Fields function) {
        JsonNode arguments = function.take("arguments");
        return arguments.isContainerNode() ? Trees.text(arguments) : arguments.asText();
    }

    /// What Google wants back, or what stands for another provider's signature.
    private static @Nullable Opaque signature(Fields call) {
        JsonNode signature = Signatures.of(call.raw());
        if (!signature.isTextual()) {
            return null;
        }
        call.take("extra_content");
        return Opaque.of(WireFormat.OPENAI, Signatures.KIND, signature.asText());
    }

    private Part functionCall(Fields call) {
        lastFunctionId = "call_function_" + functionCalls++;
        return new Part.ToolCall(lastFunctionId, call.text("name"), arguments(call));
    }
}
