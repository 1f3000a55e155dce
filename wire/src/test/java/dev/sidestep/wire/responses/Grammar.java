package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sidestep.wire.json.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a client may rely on in a stream of this format: throws at the first event that breaks it.
final class Grammar {
    private static final Set<String> TERMINAL = Set.of("response.completed", "response.incomplete");

    private final Map<Integer, Item> open = new HashMap<>();
    private final TreeMap<Integer, JsonNode> done = new TreeMap<>();
    private long number;
    private String id = "";
    private boolean isOver;

    private static final class Item {
        private final String id;
        private final String type;
        private final StringBuilder delta = new StringBuilder();
        private final ArrayNode parts = Trees.array();
        private boolean hasPart;
        private boolean isDone;

        Item(JsonNode item) {
            id = item.path("id").asText();
            type = item.path("type").asText();
        }
    }

    /// Requires a whole stream, and returns the response at its end.
    static JsonNode require(List<JsonNode> events) {
        Grammar grammar = new Grammar();
        events.forEach(grammar::event);
        must(grammar.isOver, "the stream has no terminal event");
        return events.getLast().path("response");
    }

    private static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private void event(JsonNode event) {
        String type = event.path("type").asText();
        must(!isOver, type + " after the terminal event");
        must(!event.has("error"), "a top-level error in " + type);
        must(event.path("sequence_number").asLong(-1) == number, type + " has the wrong number");
        must(
                number > 1 || type.equals(number == 0 ? "response.created" : "response.in_progress"),
                "begins with " + type);
        number++;
        if (event.has("response")) {
            response(type, event.path("response"));
        } else if (type.equals("response.output_item.added")) {
            added(event);
        } else {
            Item item = open.get(event.path("output_index").asInt(-1));
            if (item == null) {
                throw new AssertionError(type + " outside of an item");
            }
            if (type.equals("response.output_item.done")) {
                itemDone(event, item);
            } else {
                must(event.path("item_id").asText().equals(item.id), type + " names another item");
                within(type.substring("response.".length()), event, item);
            }
        }
    }

    private void response(String type, JsonNode response) {
        must(number == 1 || response.path("id").asText().equals(id), "the id changes");
        id = response.path("id").asText();
        must(!id.isEmpty() && id.length() <= 64, "an odd id");
        String status = TERMINAL.contains(type) ? type.substring("response.".length()) : "in_progress";
        must(response.path("status").asText().equals(status), "status of " + type);
        if (TERMINAL.contains(type)) {
            isOver = true;
            must(open.isEmpty(), "items are still open");
            must(
                    response.path("output").equals(Trees.array().addAll(done.values())),
                    "output is not what was streamed");
        } else {
            must(number <= 2, "a second " + type);
        }
    }

    private void added(JsonNode event) {
        int index = event.path("output_index").asInt(-1);
        must(index == open.size() + done.size(), "output_index " + index);
        Item item = new Item(event.path("item"));
        must(item.id.matches("(msg|rs|fc)_[A-Za-z0-9_]{1,60}"), "an odd item id");
        open.put(index, item);
    }

    private void within(String step, JsonNode event, Item item) {
        switch (step) {
            case "content_part.added", "reasoning_summary_part.added" -> {
                must(!item.hasPart, "a part within a part");
                must(index(event) == item.parts.size(), "index of a part");
                item.hasPart = true;
                item.isDone = false;
                item.delta.setLength(0);
            }
            case "output_text.delta", "refusal.delta", "reasoning_summary_text.delta" -> {
                must(item.hasPart && !item.isDone, step + " outside of a part");
                must(index(event) == item.parts.size(), "index of a delta");
                delta(event, item);
            }
            case "output_text.done" -> partDone(event.path("text"), item);
            case "refusal.done" -> partDone(event.path("refusal"), item);
            case "reasoning_summary_text.done" -> partDone(event.path("text"), item);
            case "content_part.done", "reasoning_summary_part.done" -> {
                must(item.isDone, "a part that is not done");
                item.parts.add(event.path("part"));
                item.hasPart = false;
            }
            case "function_call_arguments.delta" -> {
                must(!item.isDone, "arguments after their end");
                delta(event, item);
            }
            case "function_call_arguments.done" -> {
                must(event.path("arguments").asText().contentEquals(item.delta), "arguments are not what was streamed");
                must(!item.delta.isEmpty(), "arguments without a delta");
                item.isDone = true;
            }
            default -> throw new AssertionError("unknown step " + step);
        }
    }

    private static int index(JsonNode event) {
        return event.path("content_index").asInt(event.path("summary_index").asInt(-1));
    }

    private static void delta(JsonNode event, Item item) {
        must(!event.path("delta").asText().isEmpty(), "an empty delta");
        item.delta.append(event.path("delta").asText());
    }

    private static void partDone(JsonNode text, Item item) {
        must(item.hasPart && text.asText().contentEquals(item.delta), "a part is not what was streamed");
        item.isDone = true;
    }

    private void itemDone(JsonNode event, Item item) {
        JsonNode whole = event.path("item");
        must(whole.path("id").asText().equals(item.id), "the item's id changes");
        must(whole.path("type").asText().equals(item.type), "the item's type changes");
        must(!item.hasPart, "an item with an open part");
        switch (item.type) {
            case "message" -> must(whole.path("content").equals(item.parts) && !item.parts.isEmpty(), "its content");
            case "reasoning" -> must(whole.path("summary").equals(item.parts), "its summary");
            case "function_call" ->
                must(item.isDone && whole.path("arguments").asText().contentEquals(item.delta), "its arguments");
            default -> throw new AssertionError("unknown item " + item.type);
        }
        int index = event.path("output_index").asInt();
        open.remove(index);
        done.put(index, whole);
    }
}
