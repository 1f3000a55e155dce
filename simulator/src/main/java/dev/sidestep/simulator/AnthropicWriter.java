package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Writes answers as Anthropic does: one message, or the events of its stream. Pure.
///
/// @param id the answer's own
record AnthropicWriter(MessagesCall call, Utterance utterance, String id, Seal seal) implements Desk.Written {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String whole() {
        var message = envelope();
        blocks(message.putArray("content"));
        message.put("stop_reason", stopReason()).putNull("stop_sequence");
        message.set("stop_details", stopDetails());
        message.set("usage", usage(utterance.tokens()));
        return message.toString();
    }

    @Override
    public long totalTokens() {
        return call.promptTokens() + utterance.tokens();
    }

    /// What comes before any content is one piece; a block's start comes with its first content.
    @Override
    public List<String> events() {
        var events = new ArrayList<String>();
        events.add(messageStart() + event("ping", typed("ping")));
        int index = 0;
        if (!utterance.thinking().isEmpty() && utterance.redacted()) {
            blockEvents(index++, redactedThinking(), List.of(), events);
        } else if (!utterance.thinking().isEmpty()) {
            thinkingEvents(index++, events);
        }
        if (!utterance.pieces().isEmpty()) {
            var start = typed("text").put("text", "");
            var deltas = utterance.pieces().stream()
                    .map(piece -> typed("text_delta").put("text", piece))
                    .toList();
            blockEvents(index++, start, deltas, events);
        }
        for (int i = 0; i < utterance.toolCalls().size(); i++) {
            toolEvents(index++, i, events);
        }
        events.add(messageDelta() + event("message_stop", typed("message_stop")));
        return events;
    }

    private void thinkingEvents(int index, List<String> events) {
        var deltas = new ArrayList<ObjectNode>();
        if (!call.omitsThinking()) {
            utterance
                    .thinking()
                    .forEach(piece -> deltas.add(typed("thinking_delta").put("thinking", piece)));
        }
        deltas.add(typed("signature_delta").put("signature", signature()));
        blockEvents(index, typed("thinking").put("thinking", "").put("signature", ""), deltas, events);
    }

    private void toolEvents(int index, int call, List<String> events) {
        var start = toolUse(call);
        start.putObject("input");
        var deltas = new ArrayList<ObjectNode>();
        deltas.add(typed("input_json_delta").put("partial_json", ""));
        for (var fragment : utterance.toolCalls().get(call).fragments()) {
            deltas.add(typed("input_json_delta").put("partial_json", fragment));
        }
        blockEvents(index, start, deltas, events);
    }

    private static void blockEvents(int index, ObjectNode block, List<ObjectNode> deltas, List<String> events) {
        var start = typed("content_block_start").put("index", index);
        start.set("content_block", block);
        var opening = event("content_block_start", start);
        var stop = event("content_block_stop", typed("content_block_stop").put("index", index));
        if (deltas.isEmpty()) {
            events.add(opening + stop);
            return;
        }
        for (int i = 0; i < deltas.size(); i++) {
            var delta = typed("content_block_delta").put("index", index);
            delta.set("delta", deltas.get(i));
            events.add((i == 0 ? opening : "") + event("content_block_delta", delta));
        }
        events.set(events.size() - 1, events.getLast() + stop);
    }

    private String messageStart() {
        var message = envelope();
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
        message.set("usage", usage(1));
        var start = typed("message_start");
        start.set("message", message);
        return event("message_start", start);
    }

    private String messageDelta() {
        var last = typed("message_delta");
        last.putObject("delta")
                .put("stop_reason", stopReason())
                .putNull("stop_sequence")
                .set("stop_details", stopDetails());
        last.set("usage", usage(utterance.tokens()));
        return event("message_delta", last);
    }

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private ObjectNode envelope() {
        return NODES.objectNode()
                .put("id", "msg_" + id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", call.question().model());
    }

    private void blocks(ArrayNode content) {
        if (!utterance.thinking().isEmpty() && utterance.redacted()) {
            content.add(redactedThinking());
        } else if (!utterance.thinking().isEmpty()) {
            content.add(typed("thinking").put("thinking", shownThought()).put("signature", signature()));
        }
        if (!utterance.pieces().isEmpty()) {
            content.add(typed("text").put("text", utterance.text()));
        }
        for (int i = 0; i < utterance.toolCalls().size(); i++) {
            var use = toolUse(i);
            use.set("input", utterance.toolCalls().get(i).object());
            content.add(use);
        }
    }

    private ObjectNode redactedThinking() {
        return typed("redacted_thinking").put("data", seal.token(id));
    }

    private ObjectNode toolUse(int index) {
        return typed("tool_use")
                .put("id", "toolu_" + id + "_" + index)
                .put("name", utterance.toolCalls().get(index).name());
    }

    private String shownThought() {
        return call.omitsThinking() ? "" : utterance.thought();
    }

    private String signature() {
        return seal.sign(shownThought());
    }

    private String stopReason() {
        if (utterance.refused()) {
            return "refusal";
        }
        if (utterance.cut()) {
            return "max_tokens";
        }
        return utterance.toolCalls().isEmpty() ? "end_turn" : "tool_use";
    }

    private JsonNode stopDetails() {
        return utterance.refused()
                ? typed("refusal").put("category", "general_harms").put("explanation", utterance.text())
                : NODES.nullNode();
    }

    private ObjectNode usage(long outputTokens) {
        var usage = NODES.objectNode()
                .put("input_tokens", call.promptTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", outputTokens);
        if (!utterance.thinking().isEmpty()) {
            usage.putObject("output_tokens_details")
                    .put("thinking_tokens", utterance.thinking().size());
        }
        return usage.put("service_tier", "standard");
    }
}
