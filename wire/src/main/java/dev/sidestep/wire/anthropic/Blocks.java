package dev.sidestep.wire.anthropic;

import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.format.ByteSink;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.json.Json;

/// Writes the events of one streamed message: it begins once, and each block is closed before the next one opens. Not
/// thread-safe.
final class Blocks {
    /// What a block that grows is.
    enum Kind {
        NONE(""),
        TEXT("text"),
        THINKING("thinking"),
        TOOL("partial_json");

        /// The field in which its pieces come.
        private final String field;

        Kind(String field) {
            this.field = field;
        }

        private String delta() {
            return this == TOOL ? "input_json_delta" : field + "_delta";
        }
    }

    private final Reply reply;
    private boolean hasStarted;
    private int index = -1;
    private Kind kind = Kind.NONE;
    private boolean isEmpty;

    Blocks(Reply reply) {
        this.reply = reply;
    }

    /// Begins the message, where it has not begun.
    ///
    /// @param usage what is known of it so far; clients show the input right away
    void start(Usage usage, ByteSink out) {
        if (hasStarted) {
            return;
        }
        hasStarted = true;
        event("message_start", out, json -> {
            json.writeObjectFieldStart("message");
            MessagesAnswerWriter.head(json, reply);
            json.writeArrayFieldStart("content");
            json.writeEndArray();
            json.writeNullField("stop_reason");
            json.writeNullField("stop_sequence");
            json.writeFieldName("usage");
            Tokens.write(json, usage);
            json.writeEndObject();
        });
    }

    /// More of a text, a thought, or a tool call's arguments; opens a block where none of the kind is open.
    void piece(Kind of, String piece, ByteSink out) {
        if (kind != of) {
            open(of, out);
        }
        delta(of.delta(), of.field, piece, out);
    }

    /// Signs the thought that is open and closes it, or else an empty one.
    void sign(String signature, ByteSink out) {
        if (kind != Kind.THINKING) {
            open(Kind.THINKING, out);
        }
        delta("signature_delta", "signature", signature, out);
        close(out);
    }

    /// A thought that nobody can read.
    void redacted(String data, ByteSink out) {
        close(out);
        openBlock(out, json -> {
            json.writeStringField("type", "redacted_thinking");
            json.writeStringField("data", data);
        });
        stop(out);
    }

    /// Opens a tool call.
    void tool(String id, String name, ByteSink out) {
        close(out);
        kind = Kind.TOOL;
        isEmpty = true;
        openBlock(out, json -> {
            json.writeStringField("type", "tool_use");
            json.writeStringField("id", id);
            json.writeStringField("name", name);
            json.writeObjectFieldStart("input");
            json.writeEndObject();
        });
    }

    private void open(Kind of, ByteSink out) {
        close(out);
        kind = of;
        isEmpty = true;
        openBlock(out, json -> {
            json.writeStringField("type", of.field);
            json.writeStringField(of.field, "");
            if (of == Kind.THINKING) {
                json.writeStringField("signature", "");
            }
        });
    }

    /// Closes the block that is open. One for a tool call without arguments gets some, since SDKs throw otherwise.
    void close(ByteSink out) {
        if (kind == Kind.NONE) {
            return;
        }
        if (kind == Kind.TOOL && isEmpty) {
            delta(kind.delta(), kind.field, "{}", out);
        }
        kind = Kind.NONE;
        stop(out);
    }

    /// Ends the message.
    void end(Finish finish, boolean hasToolCalls, Usage usage, ByteSink out) {
        event("message_delta", out, json -> {
            json.writeObjectFieldStart("delta");
            MessagesAnswerWriter.finish(json, finish, hasToolCalls);
            json.writeEndObject();
            json.writeFieldName("usage");
            Tokens.write(json, usage);
        });
        event("message_stop", out, _ -> {});
    }

    private void openBlock(ByteSink out, Json.Writer block) {
        index++;
        event("content_block_start", out, json -> {
            json.writeNumberField("index", index);
            json.writeObjectFieldStart("content_block");
            block.write(json);
            json.writeEndObject();
        });
    }

    private void delta(String type, String field, String value, ByteSink out) {
        isEmpty = false;
        event("content_block_delta", out, json -> {
            json.writeNumberField("index", index);
            json.writeObjectFieldStart("delta");
            json.writeStringField("type", type);
            json.writeStringField(field, value);
            json.writeEndObject();
        });
    }

    private void stop(ByteSink out) {
        event("content_block_stop", out, json -> json.writeNumberField("index", index));
    }

    private static void event(String name, ByteSink out, Json.Writer fields) {
        byte[] data = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", name);
            fields.write(json);
            json.writeEndObject();
        });
        byte[] event = AnthropicErrors.event(name, data);
        out.forward(event, 0, event.length);
    }
}
