package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Finish.Reason;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.format.ByteSink;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.StreamWriter;
import dev.sidestep.wire.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes one streamed answer for a client.
final class ChatStreamWriter implements StreamWriter {
    /*
     * What the official SDKs insist on: the role in the first chunk and in no other; id, type and name with the first
     * piece of a tool call, and its index with every piece (Java throws without, Node loses the call); no field `error`,
     * which Java takes for one even where it is null; one chunk that says why the answer ended.
     */

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Reply reply;
    private final boolean tellsUsage;
    private final boolean isLegacy;
    private final TreeSet<Integer> withoutArguments = new TreeSet<>();
    private boolean hasRole;
    private boolean hasRefusal;
    private @Nullable Usage usage;

    ChatStreamWriter(Reply reply) {
        this.reply = reply;
        this.tellsUsage = reply.call().includesUsage();
        this.isLegacy = ChatAnswerWriter.speaksOfFunctions(reply);
    }

    @Override
    public void write(StreamEvent event, ByteSink out) {
        role(out);
        switch (event) {
            case StreamEvent.Started started -> usage = started.knownUsage();
            case StreamEvent.Text(var piece) -> text("content", piece, out);
            case StreamEvent.Thinking(var piece) -> text("reasoning_content", piece, out);
            case StreamEvent.Refusal(var piece) -> refusal(piece, out);
            case StreamEvent.ToolCallBegun begun -> begun(begun, out);
            case StreamEvent.ToolCallArguments(var index, var piece) -> arguments(index, piece, out);
            case StreamEvent.Counted(var counted) -> usage = counted;
            case StreamEvent.Finished(var finish) -> finished(finish, out);
            // This format has no room for them outside of tool calls.
            case StreamEvent.Signed _, StreamEvent.Redacted _ -> {}
            case StreamEvent.Failed _, StreamEvent.Malformed _ ->
                throw new IllegalArgumentException("failures are not written here");
        }
    }

    @Override
    public void end(ByteSink out) {
        if (tellsUsage && usage != null) {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", UsageWriter.write(usage));
            send(chunk, out);
        }
        out.forward(DONE, 0, DONE.length);
    }

    private void role(ByteSink out) {
        if (!hasRole) {
            hasRole = true;
            delta(delta -> delta.put("role", "assistant").put("content", ""), out);
        }
    }

    private void text(String field, String piece, ByteSink out) {
        if (!piece.isEmpty()) {
            delta(delta -> delta.put(field, piece), out);
        }
    }

    private void refusal(String piece, ByteSink out) {
        hasRefusal |= !piece.isEmpty();
        text("refusal", piece, out);
    }

    private void begun(StreamEvent.ToolCallBegun begun, ByteSink out) {
        withoutArguments.add(begun.index());
        if (!isLegacy) {
            delta(delta -> toolCall(delta, begun), out);
        } else if (begun.index() == 0) {
            delta(delta -> function(delta).put("name", begun.name()).put("arguments", ""), out);
        }
    }

    private static void toolCall(ObjectNode delta, StreamEvent.ToolCallBegun begun) {
        ObjectNode call = delta.putArray("tool_calls")
                .addObject()
                .put("index", begun.index())
                .put("id", begun.id())
                .put("type", "function");
        call.putObject("function").put("name", begun.name()).put("arguments", "");
        Optional.ofNullable(begun.knownOpaque())
                .ifPresent(opaque -> call.set("extra_content", Signatures.forClient(opaque)));
    }

    private static ObjectNode function(ObjectNode delta) {
        return delta.putObject("function_call");
    }

    private void arguments(int index, String piece, ByteSink out) {
        if (piece.isEmpty()) {
            return;
        }
        withoutArguments.remove(index);
        if (!isLegacy) {
            delta(
                    delta -> delta.putArray("tool_calls")
                            .addObject()
                            .put("index", index)
                            .putObject("function")
                            .put("arguments", piece),
                    out);
        } else if (index == 0) {
            delta(delta -> function(delta).put("arguments", piece), out);
        }
    }

    private void finished(Finish finish, ByteSink out) {
        // A tool call without arguments has an empty object of them: clients parse what they get.
        for (int index : new TreeSet<>(withoutArguments)) {
            arguments(index, "{}", out);
        }
        if (finish.reason() == Reason.CONTENT_FILTER && !hasRefusal) {
            text("refusal", finish.detail(), out);
        }
        boolean isFunction = isLegacy && finish.reason() == Reason.TOOL_CALLS;
        send(chunk(_ -> {}, isFunction ? "function_call" : Finishes.word(finish)), out);
    }

    private void delta(Consumer<ObjectNode> writer, ByteSink out) {
        send(chunk(writer, null), out);
    }

    private ObjectNode chunk() {
        return Trees.object()
                .put("id", ChatAnswerWriter.id(reply))
                .put("object", "chat.completion.chunk")
                .put("created", reply.createdSeconds())
                .put("model", reply.model());
    }

    private ObjectNode chunk(Consumer<ObjectNode> writer, @Nullable String finish) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        writer.accept(choice.putObject("delta"));
        choice.putNull("logprobs").put("finish_reason", finish);
        if (tellsUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private static void send(ObjectNode chunk, ByteSink out) {
        byte[] event = ("data: " + Trees.text(chunk) + "\n\n").getBytes(StandardCharsets.UTF_8);
        out.forward(event, 0, event.length);
    }
}
