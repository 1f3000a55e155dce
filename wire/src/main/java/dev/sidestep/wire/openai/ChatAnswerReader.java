package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Extras;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one whole answer into the canonical model. Used once.
final class ChatAnswerReader {
    private final AnswerIds ids;
    private final Aim aim;
    private final List<Part> parts = new ArrayList<>();

    private ChatAnswerReader(Aim aim) {
        this.aim = aim;
        this.ids = new AnswerIds(aim);
    }

    /// The first choice of an answer; what is no answer is read as one without content.
    static CanonicalAnswer read(byte[] body, Aim aim) {
        return new ChatAnswerReader(aim).read(Trees.parse(body).orElseGet(Trees::object));
    }

    private CanonicalAnswer read(JsonNode body) {
        JsonNode choice = body.path("choices").path(0);
        JsonNode message = choice.path("message");
        String thoughts = Deltas.thoughts(message);
        if (!thoughts.isEmpty()) {
            parts.add(thinking(thoughts));
        }
        Deltas.content(message.path("content"), thought -> parts.add(thinking(thought)), this::text);
        String refusal = message.path("refusal").asText("");
        if (!refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
        boolean hasToolCalls = toolCalls(message);
        Optional<Usage> usage = Deltas.usage(body);
        return new CanonicalAnswer(
                body.path("id").asText(""),
                body.path("model").asText(""),
                parts,
                Finishes.read(choice.path("finish_reason").asText(""), hasToolCalls, refusal),
                usage.orElse(null));
    }

    private static Part thinking(String text) {
        return new Part.Thinking(text, null, Extras.NONE);
    }

    private void text(String text) {
        parts.add(new Part.Text(text));
    }

    private boolean toolCalls(JsonNode message) {
        for (JsonNode call : message.path("tool_calls")) {
            toolCall(call.path("id").asText(""), call.path("function"), signature(call));
        }
        if (message.path("function_call").isObject()) {
            toolCall("", message.path("function_call"), Optional.empty());
        }
        return ids.count() > 0;
    }

    private Optional<Opaque> signature(JsonNode call) {
        return Optional.of(Signatures.of(call))
                .filter(JsonNode::isTextual)
                .map(text -> new Opaque(WireFormat.OPENAI, aim.target(), Signatures.KIND, text.asText()));
    }

    private void toolCall(String providerId, JsonNode function, Optional<Opaque> opaque) {
        String id = ids.next(providerId, opaque);
        String name = ToolNames.given(function.path("name").asText(""), aim.memory());
        JsonNode arguments = function.path("arguments");
        String json = arguments.isContainerNode() ? Trees.text(arguments) : arguments.asText("");
        parts.add(new Part.ToolCall(id, name, json, opaque.orElse(null), Extras.NONE));
    }
}
