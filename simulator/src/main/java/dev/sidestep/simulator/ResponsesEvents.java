package dev.sidestep.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Lays a response out as the events of its stream, numbered in order. Not thread-safe; made for one stream.
final class ResponsesEvents {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ResponsesWriter writer;
    private final List<String> events = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private int number;
    private int outputIndex;

    ResponsesEvents(ResponsesWriter writer) {
        this.writer = writer;
    }

    /// The first piece holds no content; what opens an item comes with its first content, what closes it with its last.
    List<String> events() {
        add(event("response.created").set("response", writer.begun()));
        add(event("response.in_progress").set("response", writer.begun()));
        flush();
        if (writer.call().reasons()) {
            reasoning();
        }
        if (!writer.utterance().pieces().isEmpty()) {
            message();
        }
        for (int i = 0; i < writer.utterance().toolCalls().size(); i++) {
            functionCall(i);
        }
        var finished = writer.finished();
        add(event("response." + finished.path("status").asText()).set("response", finished));
        flush();
        return events;
    }

    private void reasoning() {
        var item = writer.reasoning();
        var begun = item.deepCopy();
        begun.putArray("summary");
        item("response.output_item.added", begun);
        if (writer.summarizes()) {
            summary("rs_" + writer.id());
        }
        item("response.output_item.done", item);
        outputIndex++;
    }

    private void summary(String itemId) {
        var part = "response.reasoning_summary_part";
        var text = "response.reasoning_summary_text";
        add(summaryEvent(part + ".added", itemId).set("part", ResponsesWriter.summaryPart("")));
        for (var piece : writer.utterance().thinking()) {
            add(summaryEvent(text + ".delta", itemId).put("delta", piece));
            flush();
        }
        var thought = writer.utterance().thought();
        add(summaryEvent(text + ".done", itemId).put("text", thought));
        add(summaryEvent(part + ".done", itemId).set("part", ResponsesWriter.summaryPart(thought)));
    }

    private ObjectNode summaryEvent(String type, String itemId) {
        return within(type, itemId).put("summary_index", 0);
    }

    private void message() {
        var utterance = writer.utterance();
        var itemId = "msg_" + writer.id();
        var kind = utterance.refused() ? "response.refusal" : "response.output_text";
        item("response.output_item.added", writer.message("in_progress", ""));
        add(contentEvent("response.content_part.added", itemId).set("part", writer.part("")));
        for (var piece : utterance.pieces()) {
            var delta = contentEvent(kind + ".delta", itemId).put("delta", piece);
            add(utterance.refused() ? delta : withLogprobs(delta));
            flush();
        }
        var done = contentEvent(kind + ".done", itemId).put(utterance.refused() ? "refusal" : "text", utterance.text());
        add(utterance.refused() ? done : withLogprobs(done));
        add(contentEvent("response.content_part.done", itemId).set("part", writer.part(utterance.text())));
        item("response.output_item.done", writer.message("completed", utterance.text()));
        outputIndex++;
    }

    private static ObjectNode withLogprobs(ObjectNode event) {
        event.putArray("logprobs");
        return event;
    }

    private ObjectNode contentEvent(String type, String itemId) {
        return within(type, itemId).put("content_index", 0);
    }

    private void functionCall(int index) {
        var toolCall = writer.utterance().toolCalls().get(index);
        var itemId = "fc_" + writer.id() + "_" + index;
        var kind = "response.function_call_arguments";
        item("response.output_item.added", writer.functionCall(index, "in_progress", ""));
        for (var fragment : toolCall.fragments()) {
            add(within(kind + ".delta", itemId).put("delta", fragment));
            flush();
        }
        add(within(kind + ".done", itemId)
                .put("arguments", toolCall.arguments())
                .put("name", toolCall.name()));
        item("response.output_item.done", writer.functionCall(index, "completed", toolCall.arguments()));
        outputIndex++;
    }

    private void item(String type, ObjectNode item) {
        var event = event(type).put("output_index", outputIndex);
        event.set("item", item);
        add(event);
    }

    private ObjectNode within(String type, String itemId) {
        return event(type).put("item_id", itemId).put("output_index", outputIndex);
    }

    private ObjectNode event(String type) {
        return NODES.objectNode().put("type", type).put("sequence_number", number++);
    }

    private void add(JsonNode event) {
        pending.append("event: ")
                .append(event.path("type").asText())
                .append("\ndata: ")
                .append(event)
                .append("\n\n");
    }

    private void flush() {
        events.add(pending.toString());
        pending.setLength(0);
    }
}
