package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.json.Trees;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the parts of one answer, whole or streamed, and gives each of its tool calls an id that a client can keep. Not
/// thread-safe; one per answer.
final class GeminiPartReader {
    private final String target;
    private final AnswerIds ids;

    GeminiPartReader(Aim aim) {
        target = aim.target();
        ids = new AnswerIds(aim);
    }

    /// True once a tool call was read.
    boolean hasToolCalls() {
        return ids.count() > 0;
    }

    /// True for a tool call that names no tool.
    static boolean isMalformed(JsonNode part) {
        JsonNode call = part.path("functionCall");
        return !call.isMissingNode() && call.path("name").asText("").isEmpty();
    }

    /// What a part says; empty where it says nothing.
    Optional<Part> read(JsonNode part) {
        Opaque signature = Signatures.in(part, target).orElse(null);
        if (part.has("functionCall")) {
            return isMalformed(part) ? Optional.empty() : Optional.of(call(part.path("functionCall"), signature));
        }
        if (part.path("text").isTextual() || (signature != null && part.size() == 1)) {
            return text(part, signature);
        }
        return part.isObject() && !part.isEmpty()
                ? Optional.of(new Part.Unknown(WireFormat.GEMINI, part))
                : Optional.empty();
    }

    /// A signature may stand alone, at the end of an answer.
    private static Optional<Part> text(JsonNode part, @Nullable Opaque signature) {
        String text = part.path("text").asText("");
        if (text.isEmpty() && signature == null) {
            return Optional.empty();
        }
        return Optional.of(
                part.path("thought").asBoolean()
                        ? new Part.Thinking(text, signature, Extras.NONE)
                        : new Part.Text(text, signature, Extras.NONE));
    }

    private Part.ToolCall call(JsonNode call, @Nullable Opaque signature) {
        String id = ids.next(call.path("id").asText(""), Optional.ofNullable(signature));
        JsonNode arguments = call.path("args");
        boolean hasArguments = !arguments.isMissingNode() && !arguments.isNull();
        return new Part.ToolCall(
                id,
                FunctionNames.read(call.path("name").asText()),
                hasArguments ? Trees.text(arguments) : "{}",
                signature,
                Extras.NONE);
    }
}
