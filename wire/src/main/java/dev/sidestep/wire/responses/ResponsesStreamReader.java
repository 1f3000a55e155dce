package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.AnswerIds;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.format.ToolNames;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.openai.UsageReader;
import dev.sidestep.wire.sse.SseEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one streamed answer into the canonical model.
///
/// An item comes in pieces and once more as a whole when it is done; the whole answer comes at the end. Servers leave
/// out some of it, so each says what those before it did not.
final class ResponsesStreamReader implements StreamReader {
    /// Items of one answer; real ones have under a hundred.
    private static final int MOST_ITEMS = 1_024;

    private static final int NO_CALL = -1;

    /// How far an item has been told.
    private static final class Item {
        private boolean isTold;
        private boolean isDone;
        private int call = NO_CALL;
    }

    private final Aim aim;
    private final AnswerIds ids;
    private final Map<String, Item> items = new HashMap<>();
    private final StringBuilder refusal = new StringBuilder();
    private boolean hasStarted;
    private boolean isOver;

    ResponsesStreamReader(Aim aim) {
        this.aim = aim;
        this.ids = new AnswerIds(aim);
    }

    @Override
    public boolean read(SseEvent event, Consumer<StreamEvent> out) {
        if (ResponsesEventReader.isPing(event)) {
            return false;
        }
        JsonNode data = Trees.parse(event.bytes(), event.from(), event.to()).orElse(null);
        if (data == null || !data.isObject()) {
            out.accept(new StreamEvent.Malformed("an event that is not a JSON object"));
            return true;
        }
        String type = data.path("type").asText(event.type());
        boolean isPing = ResponsesEventReader.isPing(type);
        if (!isOver && !isPing) {
            event(type, data, out);
        }
        return !isPing;
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
        // Whatever there is to say comes in the terminal event; an end without one is a failure.
    }

    private void event(String type, JsonNode data, Consumer<StreamEvent> out) {
        switch (type) {
            case "response.created", "response.in_progress" -> started(data.path("response"), out);
            case "response.output_item.added" -> added(data, out);
            case "response.output_text.delta" -> delta(data, out, StreamEvent.Text::new);
            case "response.refusal.delta" -> delta(data, out, this::refused);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                delta(data, out, StreamEvent.Thinking::new);
            case "response.reasoning_summary_part.added" -> nextSummary(data, out);
            case "response.function_call_arguments.delta" -> arguments(data, out);
            case "response.output_item.done" -> done(data.path("item"), item(data, data.path("item")), out);
            case "response.completed", "response.incomplete" -> ended(data.path("response"), out);
            case "response.failed", "response.cancelled", "error" -> failed(data, out);
            default -> {
                // A server's own tools, ends of parts that were told piece by piece, and what was invented since; but
                // some servers put a bare error into a stream.
                if (data.path("error").isContainerNode()) {
                    failed(data, out);
                }
            }
        }
    }

    private void started(JsonNode response, Consumer<StreamEvent> out) {
        if (!hasStarted) {
            hasStarted = true;
            String id = response.path("id").asText("");
            out.accept(new StreamEvent.Started(id, response.path("model").asText(""), null));
        }
    }

    /// The state of the item that an event speaks of. Some servers give an item another id in every event, so its place
    /// counts where it is told.
    private @Nullable Item item(JsonNode data, JsonNode item) {
        String id = data.path("item_id").asText(item.path("id").asText(""));
        String key = data.path("output_index").isIntegralNumber()
                ? data.path("output_index").asText()
                : id;
        if (items.size() == MOST_ITEMS && !items.containsKey(key)) {
            return null;
        }
        return items.computeIfAbsent(key, _ -> new Item());
    }

    private void added(JsonNode data, Consumer<StreamEvent> out) {
        Item item = item(data, data.path("item"));
        if (item == null) {
            out.accept(new StreamEvent.Malformed("more than " + MOST_ITEMS + " items"));
        } else if (isCall(data.path("item"))
                && !data.path("item").path("name").asText("").isEmpty()) {
            begin(data.path("item"), item, out);
        }
    }

    private static boolean isCall(JsonNode item) {
        return item.path("type").asText("").equals("function_call");
    }

    private void begin(JsonNode call, Item item, Consumer<StreamEvent> out) {
        if (item.call == NO_CALL) {
            item.call = ids.count();
            String id = ids.next(call.path("call_id").asText(""));
            String name = ToolNames.given(call.path("name").asText(""), aim.memory());
            out.accept(new StreamEvent.ToolCallBegun(item.call, id, name, null));
        }
    }

    /// Makes a step of a piece.
    @FunctionalInterface
    private interface Piece {
        StreamEvent of(String piece);
    }

    private void delta(JsonNode data, Consumer<StreamEvent> out, Piece kind) {
        String piece = data.path("delta").asText("");
        Item item = item(data, data);
        if (item != null && !piece.isEmpty()) {
            item.isTold = true;
            out.accept(kind.of(piece));
        }
    }

    private void nextSummary(JsonNode data, Consumer<StreamEvent> out) {
        Item item = item(data, data);
        if (item != null && item.isTold) {
            out.accept(new StreamEvent.Thinking(Thoughts.SEPARATOR));
        }
    }

    private void arguments(JsonNode data, Consumer<StreamEvent> out) {
        Item item = item(data, data);
        String piece = data.path("delta").asText("");
        if (item != null && item.call != NO_CALL && !piece.isEmpty()) {
            item.isTold = true;
            out.accept(new StreamEvent.ToolCallArguments(item.call, piece));
        }
    }

    private void done(JsonNode whole, @Nullable Item item, Consumer<StreamEvent> out) {
        if (item == null || item.isDone) {
            return;
        }
        item.isDone = true;
        switch (whole.path("type").asText("")) {
            case "message" -> {
                if (!item.isTold) {
                    whole.path("content").forEach(part -> content(part, out));
                }
            }
            case "function_call" -> call(whole, item, out);
            case "reasoning" -> reasoning(whole, item, out);
            default -> {
                // no place for it elsewhere
            }
        }
    }

    private StreamEvent refused(String words) {
        refusal.append(words);
        return new StreamEvent.Refusal(words);
    }

    private void content(JsonNode part, Consumer<StreamEvent> out) {
        String refused = part.path("refusal").asText("");
        String text = part.path("text").asText("");
        if (!refused.isEmpty()) {
            out.accept(refused(refused));
        } else if (!text.isEmpty()) {
            out.accept(new StreamEvent.Text(text));
        }
    }

    private void call(JsonNode whole, Item item, Consumer<StreamEvent> out) {
        begin(whole, item, out);
        if (!item.isTold) {
            String arguments = whole.path("arguments").asText("");
            out.accept(new StreamEvent.ToolCallArguments(item.call, arguments.isBlank() ? "{}" : arguments));
        }
    }

    private void reasoning(JsonNode whole, Item item, Consumer<StreamEvent> out) {
        if (!(Thoughts.read(whole, aim.target()) instanceof Part.Thinking thinking)) {
            return;
        }
        if (!item.isTold && (thinking.knownOpaque() != null || !thinking.text().isEmpty())) {
            out.accept(new StreamEvent.Thinking(thinking.text()));
        }
        Opaque state = thinking.knownOpaque();
        if (state != null) {
            out.accept(new StreamEvent.Signed(state));
        }
    }

    private void ended(JsonNode response, Consumer<StreamEvent> out) {
        String status = response.path("status").asText("");
        if (response.path("error").isContainerNode() || status.equals("failed") || status.equals("cancelled")) {
            failed(response, out);
            return;
        }
        started(response, out);
        rest(response.path("output"), out);
        isOver = true;
        UsageReader.read(response.path("usage")).ifPresent(usage -> out.accept(new StreamEvent.Counted(usage)));
        out.accept(
                new StreamEvent.Finished(ResponsesAnswerReader.finish(response, ids.count() > 0, refusal.toString())));
    }

    /// What only the whole answer tells.
    private void rest(JsonNode output, Consumer<StreamEvent> out) {
        if (items.containsKey("")) {
            // A server that names no items has told them all the same.
            return;
        }
        for (int i = 0; output.isArray() && i < output.size() && i < MOST_ITEMS; i++) {
            JsonNode whole = output.get(i);
            Item byId = items.get(whole.path("id").asText(""));
            done(whole, byId != null ? byId : items.computeIfAbsent(Integer.toString(i), _ -> new Item()), out);
        }
    }

    /// The error in the shape of an error answer's body, wherever it stands: in the event, in an `error` of its own, or
    /// in the response that failed.
    private void failed(JsonNode data, Consumer<StreamEvent> out) {
        isOver = true;
        JsonNode nested = data.path("response").path("error").isObject()
                ? data.path("response").path("error")
                : data.path("error");
        JsonNode error = nested.isObject() ? nested : data;
        String code = error.path("code").asText("server_error");
        String type = error.path("type").asText("");
        ObjectNode body = Trees.object();
        body.putObject("error")
                .put("message", error.path("message").asText("The response failed."))
                .put("type", nested.isObject() && !type.isEmpty() ? type : code)
                .put("code", code);
        out.accept(new StreamEvent.Failed(Trees.bytes(body)));
    }
}
