package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.json.Trees;

/// Writes one whole answer for a client. Used once.
final class ChatAnswerWriter {
    private final Reply reply;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final ArrayNode toolCalls = Trees.array();

    private ChatAnswerWriter(Reply reply) {
        this.reply = reply;
    }

    static byte[] write(CanonicalAnswer answer, Reply reply) {
        ChatAnswerWriter writer = new ChatAnswerWriter(reply);
        answer.parts().forEach(writer::part);
        return Trees.bytes(writer.body(answer));
    }

    /// The name of an answer whose provider's own name is of another format.
    static String id(Reply reply) {
        return reply.id().startsWith("chatcmpl-") ? reply.id() : "chatcmpl-" + reply.id();
    }

    /// True for a client that speaks of functions in the older form, and reads nothing else.
    static boolean speaksOfFunctions(Reply reply) {
        return reply.call().body().has("functions") && !reply.call().body().has("tools");
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text said -> text.append(said.text());
            case Part.Thinking thought -> thoughts.append(thought.text());
            case Part.Refusal(var words) -> refusal.append(words);
            case Part.ToolCall call -> toolCalls.add(toolCall(call));
            // No SDK of this format knows them in an answer.
            case Part.RedactedThinking _,
                    Part.Image _,
                    Part.Audio _,
                    Part.Document _,
                    Part.ToolResult _,
                    Part.Unknown _ -> {}
        }
    }

    private static ObjectNode toolCall(Part.ToolCall call) {
        ObjectNode written = Trees.object().put("id", call.id()).put("type", "function");
        written.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        call.opaque().ifPresent(opaque -> written.set("extra_content", Signatures.forClient(opaque)));
        return written;
    }

    private ObjectNode body(CanonicalAnswer answer) {
        ObjectNode body = Trees.object()
                .put("id", id(reply))
                .put("object", "chat.completion")
                .put("created", reply.createdSeconds())
                .put("model", reply.model());
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(answer.finish()));
        choice.putNull("logprobs").put("finish_reason", finish(answer.finish()));
        answer.usage().ifPresent(usage -> body.set("usage", UsageWriter.write(usage)));
        return body;
    }

    private String finish(Finish finish) {
        boolean isFunction = finish.reason() == Reason.TOOL_CALLS && speaksOfFunctions(reply);
        return isFunction ? "function_call" : Finishes.word(finish);
    }

    private ObjectNode message(Finish finish) {
        ObjectNode message = Trees.object().put("role", "assistant");
        if (finish.reason() == Reason.CONTENT_FILTER && refusal.isEmpty()) {
            refusal.append(finish.detail());
        }
        if (text.isEmpty() && !(toolCalls.isEmpty() && refusal.isEmpty())) {
            message.putNull("content");
        } else {
            message.put("content", text.toString());
        }
        if (refusal.isEmpty()) {
            message.putNull("refusal");
        } else {
            message.put("refusal", refusal.toString());
        }
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        if (!toolCalls.isEmpty() && speaksOfFunctions(reply)) {
            message.set("function_call", toolCalls.get(0).path("function"));
        } else if (!toolCalls.isEmpty()) {
            message.set("tool_calls", toolCalls);
        }
        return message;
    }
}
