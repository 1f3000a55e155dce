package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.sse.SseEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a streamed answer into the canonical model.
final class MessagesStreamReader implements StreamReader {
    /// Blocks that are open at once; the format has one.
    private static final int MAX_OPEN_BLOCKS = 256;

    private final Aim aim;
    private final AnswerIds ids;
    private final Tokens tokens = new Tokens();
    /// Tool calls that are open, by the index of their block.
    private final Map<Long, OpenCall> open = new HashMap<>();
    private String reason = "";
    private String sequence = "";
    private String explanation = "";

    MessagesStreamReader(Aim aim) {
        this.aim = aim;
        this.ids = new AnswerIds(aim);
    }

    /// A tool call whose arguments still come.
    private static final class OpenCall {
        private final int index;
        private final JsonNode input;
        private boolean hasArguments;

        /// @param input the arguments as far as the block's start says them, an object
        OpenCall(int index, JsonNode input) {
            this.index = index;
            this.input = input;
        }
    }

    @Override
    public boolean read(SseEvent event, Consumer<StreamEvent> out) {
        if (event.type().equals("ping")) {
            return false;
        }
        JsonNode data = Trees.parse(event.bytes(), event.from(), event.to())
                .filter(JsonNode::isObject)
                .orElse(null);
        if (data == null) {
            out.accept(event.type().equals("error") ? new StreamEvent.Failed(event.copy()) : malformed());
            return true;
        }
        String type = data.path("type").asText(event.type());
        switch (type) {
            case "ping" -> {
                return false;
            }
            case "message_start" -> start(data.path("message"), out);
            case "content_block_start" -> blockStart(data, out);
            case "content_block_delta" -> delta(data, out);
            case "content_block_stop" -> close(data, out);
            case "message_delta" -> messageDelta(data, out);
            case "message_stop" ->
                out.accept(new StreamEvent.Finished(StopReasons.read(reason, ids.count() > 0, sequence, explanation)));
            case "error" -> out.accept(new StreamEvent.Failed(event.copy()));
            default -> {
                // The format reserves the right to new events.
            }
        }
        return true;
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
        // Only message_stop ends an answer; without it there is nothing more to tell.
    }

    private static StreamEvent malformed() {
        return new StreamEvent.Malformed("an event that is not a JSON object");
    }

    private void start(JsonNode message, Consumer<StreamEvent> out) {
        Usage usage = count(message.path("usage")).orElse(null);
        out.accept(new StreamEvent.Started(
                message.path("id").asText(), message.path("model").asText(), usage));
    }

    private Optional<Usage> count(JsonNode usage) {
        byte[] json = Trees.bytes(usage);
        tokens.read(new JsonCursor(json, 0, json.length));
        return tokens.usage();
    }

    private void blockStart(JsonNode data, Consumer<StreamEvent> out) {
        JsonNode block = data.path("content_block");
        switch (block.path("type").asText()) {
            case "text" -> text(block.path("text"), out);
            case "thinking" -> {
                thinking(block.path("thinking"), out);
                signature(block.path(BlockReader.SIGNATURE), out);
            }
            case BlockReader.REDACTED ->
                out.accept(new StreamEvent.Redacted(
                        opaque(BlockReader.REDACTED, block.path("data").asText())));
            case "tool_use" -> begin(data.path("index").asLong(), block, out);
            default -> {
                // The provider's own tools: nothing that another format could say.
            }
        }
    }

    private void begin(long block, JsonNode toolUse, Consumer<StreamEvent> out) {
        if (open.size() == MAX_OPEN_BLOCKS) {
            out.accept(new StreamEvent.Malformed("more than " + MAX_OPEN_BLOCKS + " content blocks at once"));
            return;
        }
        int index = ids.count();
        String id = ids.next(toolUse.path("id").asText());
        out.accept(new StreamEvent.ToolCallBegun(index, id, toolUse.path("name").asText(), null));
        open.put(block, new OpenCall(index, toolUse.path("input")));
    }

    private void delta(JsonNode data, Consumer<StreamEvent> out) {
        JsonNode delta = data.path("delta");
        switch (delta.path("type").asText()) {
            case "text_delta" -> text(delta.path("text"), out);
            case "thinking_delta" -> thinking(delta.path("thinking"), out);
            case "signature_delta" -> signature(delta.path(BlockReader.SIGNATURE), out);
            case "input_json_delta" ->
                arguments(
                        open.get(data.path("index").asLong()),
                        delta.path("partial_json").asText(),
                        out);
            default -> {
                // citations, and what was invented since
            }
        }
    }

    private static void text(JsonNode piece, Consumer<StreamEvent> out) {
        if (!piece.asText().isEmpty()) {
            out.accept(new StreamEvent.Text(piece.asText()));
        }
    }

    private static void thinking(JsonNode piece, Consumer<StreamEvent> out) {
        if (!piece.asText().isEmpty()) {
            out.accept(new StreamEvent.Thinking(piece.asText()));
        }
    }

    private void signature(JsonNode signature, Consumer<StreamEvent> out) {
        if (!signature.asText().isEmpty()) {
            out.accept(new StreamEvent.Signed(opaque(BlockReader.SIGNATURE, signature.asText())));
        }
    }

    /// @param call to which they belong, or null where the block is no tool call of the caller's
    private static void arguments(@Nullable OpenCall call, String piece, Consumer<StreamEvent> out) {
        if (call != null && !piece.isEmpty()) {
            call.hasArguments = true;
            out.accept(new StreamEvent.ToolCallArguments(call.index, piece));
        }
    }

    /// Arguments that did not come in pieces stand at the block's start, and `{}` are some.
    private void close(JsonNode data, Consumer<StreamEvent> out) {
        OpenCall call = open.remove(data.path("index").asLong());
        if (call != null && !call.hasArguments) {
            arguments(call, call.input.isObject() ? Trees.text(call.input) : "{}", out);
        }
    }

    private void messageDelta(JsonNode data, Consumer<StreamEvent> out) {
        JsonNode delta = data.path("delta");
        reason = said(delta.path("stop_reason"), reason);
        sequence = said(delta.path("stop_sequence"), sequence);
        explanation = said(delta.path("stop_details").path("explanation"), explanation);
        if (data.path("usage").isObject()) {
            count(data.path("usage")).ifPresent(usage -> out.accept(new StreamEvent.Counted(usage)));
        }
    }

    private static String said(JsonNode value, String before) {
        return value.isTextual() ? value.textValue() : before;
    }

    private Opaque opaque(String kind, String data) {
        return new Opaque(WireFormat.ANTHROPIC, aim.target(), kind, data);
    }
}
