package dev.sidestep.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.sse.SseEvent;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one streamed answer into the canonical model.
///
/// Of several choices only the first is read; a call that asks for more does not change its format. The end is told
/// when
/// the stream ends, since some servers send content after the word that ends the answer.
final class ChatStreamReader implements StreamReader {
    private final ToolCallPieces toolCalls;
    private final StringBuilder refusal = new StringBuilder();
    private boolean hasStarted;
    private boolean hasContent;
    private boolean isOver;
    private String finish = "";
    private @Nullable Usage usage;

    ChatStreamReader(Aim aim) {
        this.toolCalls = new ToolCallPieces(aim);
    }

    @Override
    public boolean read(SseEvent event, Consumer<StreamEvent> out) {
        if (ChatEventReader.isDone(event.bytes(), event.from(), event.to())) {
            end(hasContent || !finish.isEmpty(), out);
            return true;
        }
        if (event.type().equals("error")) {
            out.accept(new StreamEvent.Failed(event.copy()));
            return true;
        }
        Optional<JsonNode> chunk =
                Trees.parse(event.bytes(), event.from(), event.to()).filter(JsonNode::isObject);
        if (chunk.isEmpty()) {
            out.accept(new StreamEvent.Malformed("an event that is not a JSON object"));
        } else if (isError(chunk.get())) {
            out.accept(new StreamEvent.Failed(event.copy()));
        } else {
            chunk(chunk.get(), out);
        }
        return true;
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
        end(!finish.isEmpty(), out);
    }

    /// The end comes once: with `[DONE]`, or with the stream's where the answer has said why it ended.
    private void end(boolean isEnd, Consumer<StreamEvent> out) {
        if (!isEnd || isOver) {
            return;
        }
        isOver = true;
        if (toolCalls.hasNameless()) {
            out.accept(new StreamEvent.Malformed("a tool call without a name"));
        } else {
            out.accept(new StreamEvent.Finished(Finishes.read(finish, toolCalls.count() > 0, refusal.toString())));
        }
    }

    private static boolean isError(JsonNode chunk) {
        return chunk.hasNonNull("error")
                || chunk.path("object").asText().equals("error")
                || chunk.path("x_groq").hasNonNull("error")
                || ChatChunk.isFailure(choice(chunk).path("finish_reason").asText(""));
    }

    private static JsonNode choice(JsonNode chunk) {
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("index").asInt(0) == 0) {
                return choice;
            }
        }
        return chunk.path("choices").path(0);
    }

    private void chunk(JsonNode chunk, Consumer<StreamEvent> out) {
        if (!hasStarted) {
            hasStarted = true;
            String id = chunk.path("id").asText("");
            out.accept(new StreamEvent.Started(id, chunk.path("model").asText(""), null));
        }
        Deltas.usage(chunk).ifPresent(counted -> counted(counted, out));
        if (isOver) {
            return;
        }
        JsonNode choice = choice(chunk);
        delta(choice.path("delta").isObject() ? choice.path("delta") : choice.path("message"), step -> {
            hasContent = true;
            out.accept(step);
        });
        String word = choice.path("finish_reason").asText("");
        finish = word.isEmpty() || word.equals("null") ? finish : word;
    }

    /// Counts only grow: one that goes back counts something else.
    private void counted(Usage counted, Consumer<StreamEvent> out) {
        boolean goesBack = usage != null
                && (counted.inputTokens() < usage.inputTokens() || counted.outputTokens() < usage.outputTokens());
        if (!goesBack && !counted.equals(usage)) {
            usage = counted;
            out.accept(new StreamEvent.Counted(counted));
        }
    }

    private void delta(JsonNode delta, Consumer<StreamEvent> out) {
        String thoughts = Deltas.thoughts(delta);
        if (!thoughts.isEmpty()) {
            out.accept(new StreamEvent.Thinking(thoughts));
        }
        Deltas.content(
                delta.path("content"),
                thought -> out.accept(new StreamEvent.Thinking(thought)),
                text -> out.accept(new StreamEvent.Text(text)));
        String piece = delta.path("refusal").asText("");
        if (!piece.isEmpty()) {
            refusal.append(piece);
            out.accept(new StreamEvent.Refusal(piece));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            toolCalls.read(call, out);
        }
        if (delta.path("function_call").isObject()) {
            toolCalls.readFunction(delta.path("function_call"), out);
        }
    }
}
