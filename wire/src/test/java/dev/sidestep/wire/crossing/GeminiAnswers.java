package dev.sidestep.wire.crossing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.json.Trees;
import java.nio.charset.StandardCharsets;

/// Answers in the wire that we only read.
final class GeminiAnswers {
    private GeminiAnswers() {}

    /// A whole one.
    static byte[] whole(CanonicalAnswer answer) {
        ObjectNode body = Trees.object();
        ArrayNode parts =
                body.putArray("candidates").addObject().putObject("content").putArray("parts");
        answer.parts().forEach(part -> part(parts, part));
        end(body, answer);
        return Trees.bytes(body);
    }

    /// One event for each part, and one for the end.
    static byte[] stream(CanonicalAnswer answer) {
        StringBuilder stream = new StringBuilder();
        for (Part part : answer.parts()) {
            ObjectNode event = Trees.object();
            part(event.putArray("candidates").addObject().putObject("content").putArray("parts"), part);
            stream.append("data: ").append(Trees.text(event)).append("\r\n\r\n");
        }
        ObjectNode last = Trees.object();
        last.putArray("candidates").addObject();
        end(last, answer);
        return stream.append("data: ")
                .append(Trees.text(last))
                .append("\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void part(ArrayNode parts, Part part) {
        switch (part) {
            case Part.Text(var text, var _, var _) -> parts.addObject().put("text", text);
            case Part.Thinking(var text, var _, var _) ->
                parts.addObject().put("text", text).put("thought", true);
            case Part.ToolCall call ->
                parts.addObject()
                        .putObject("functionCall")
                        .put("id", call.id())
                        .put("name", call.name())
                        .set("args", Trees.parse(call.arguments()).orElseThrow());
            default -> throw new AssertionError(part.toString());
        }
    }

    private static void end(ObjectNode body, CanonicalAnswer answer) {
        boolean isCut = answer.finish().reason() == Finish.Reason.LENGTH;
        ((ObjectNode) body.path("candidates").path(0)).put("finishReason", isCut ? "MAX_TOKENS" : "STOP");
        Usage usage = answer.usage().orElse(Usage.NONE);
        body.putObject("usageMetadata")
                .put("promptTokenCount", usage.inputTokens())
                .put("cachedContentTokenCount", usage.cachedTokens())
                .put("candidatesTokenCount", usage.outputTokens() - usage.reasoningTokens())
                .put("thoughtsTokenCount", usage.reasoningTokens());
        body.put("responseId", answer.id()).put("modelVersion", answer.model());
    }
}
