package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.CanonicalAnswer;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Arguments;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.json.Trees;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes whole answers, and what they share with streamed ones.
final class MessagesAnswerWriter {
    private MessagesAnswerWriter() {}

    /// The body of an answer.
    static byte[] write(CanonicalAnswer answer, Reply reply) {
        boolean hasToolCalls = answer.parts().stream().anyMatch(part -> part instanceof Part.ToolCall);
        return Json.bytes(out -> {
            out.writeStartObject();
            head(out, reply);
            out.writeArrayFieldStart("content");
            for (Part part : answer.parts()) {
                part(out, part);
            }
            out.writeEndArray();
            finish(out, answer.finish(), hasToolCalls);
            out.writeFieldName("usage");
            Tokens.write(out, answer.usage().orElseGet(() -> estimate(reply)));
            out.writeEndObject();
        });
    }

    /// The fields by which a message is known.
    static void head(JsonGenerator out, Reply reply) throws IOException {
        out.writeStringField("id", "msg_" + reply.id());
        out.writeStringField("type", "message");
        out.writeStringField("role", "assistant");
        out.writeStringField("model", reply.model());
    }

    /// Why the answer ended.
    static void finish(JsonGenerator out, Finish finish, boolean hasToolCalls) throws IOException {
        String reason = StopReasons.write(finish, hasToolCalls);
        out.writeStringField("stop_reason", reason);
        out.writeStringField("stop_sequence", reason.equals("stop_sequence") ? finish.detail() : null);
        if (reason.equals("refusal") && !finish.detail().isEmpty()) {
            out.writeObjectFieldStart("stop_details");
            out.writeStringField("type", "refusal");
            out.writeNullField("category");
            out.writeStringField("explanation", finish.detail());
            out.writeEndObject();
        }
    }

    /// What the answer used, as far as it can be known before its provider says.
    static Usage estimate(Reply reply) {
        return new Usage(reply.call().needs().promptTokens(), 0, 0);
    }

    /// What stands in this format's opaque fields: its own state as it came, and that of others packed.
    static String opaque(@Nullable Opaque opaque) {
        if (opaque == null) {
            return "";
        }
        return opaque.wire() == WireFormat.ANTHROPIC ? opaque.data() : opaque.token();
    }

    private static void part(JsonGenerator out, Part part) throws IOException {
        switch (part) {
            case Part.Text(var text, var knownOpaque, var _) -> {
                text(out, text);
                if (knownOpaque != null) {
                    thinking(out, "", knownOpaque);
                }
            }
            case Part.Refusal(var text) -> text(out, text);
            case Part.Thinking(var text, var knownOpaque, var _) -> thinking(out, text, knownOpaque);
            case Part.RedactedThinking(var opaque) -> redacted(out, opaque);
            case Part.ToolCall call -> toolCall(out, call);
            case Part.Unknown(var wire, var raw) -> unknown(out, wire, raw);
            case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ -> {
                // Models answer with none of them in this format.
            }
        }
    }

    private static void text(JsonGenerator out, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeStartObject();
            out.writeStringField("type", "text");
            out.writeStringField("text", text);
            out.writeEndObject();
        }
    }

    private static void thinking(JsonGenerator out, String text, @Nullable Opaque opaque) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "thinking");
        out.writeStringField("thinking", text);
        out.writeStringField("signature", opaque(opaque));
        out.writeEndObject();
    }

    private static void redacted(JsonGenerator out, Opaque opaque) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "redacted_thinking");
        out.writeStringField("data", opaque(opaque));
        out.writeEndObject();
    }

    private static void toolCall(JsonGenerator out, Part.ToolCall call) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "tool_use");
        out.writeStringField("id", call.id());
        out.writeStringField("name", call.name());
        out.writeFieldName("input");
        out.writeRawValue(Trees.text(Arguments.of(call.arguments()).object()));
        out.writeEndObject();
    }

    private static void unknown(JsonGenerator out, WireFormat wire, JsonNode raw) throws IOException {
        if (wire == WireFormat.ANTHROPIC) {
            out.writeRawValue(Trees.text(raw));
        }
    }
}
