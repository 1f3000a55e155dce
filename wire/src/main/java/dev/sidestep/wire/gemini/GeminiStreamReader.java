package dev.sidestep.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidestep.wire.canonical.Finish;
import dev.sidestep.wire.canonical.Opaque;
import dev.sidestep.wire.canonical.Part;
import dev.sidestep.wire.canonical.StreamEvent;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.Glance;
import dev.sidestep.wire.format.StreamReader;
import dev.sidestep.wire.json.Trees;
import dev.sidestep.wire.sse.SseEvent;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a streamed answer: each event is a whole response with the next parts. Not thread-safe; one per stream.
final class GeminiStreamReader implements StreamReader {
    /*
     * The end is told when the stream ends, and not when its word comes: some models repeat the word in every event,
     * and signatures and tokens may follow it.
     */

    /// The end of streams in OpenAI's format, which proxies add to others.
    private static final String DONE = "[DONE]";

    private final GeminiPartReader parts;
    private boolean isStarted;
    private boolean isBroken;
    private int toolCalls;
    private @Nullable GeminiAnswer ending;

    GeminiStreamReader(Aim aim) {
        parts = new GeminiPartReader(aim);
    }

    @Override
    public boolean read(SseEvent event, Consumer<StreamEvent> out) {
        if (isBroken || isDone(event)) {
            return false;
        }
        Optional<GeminiAnswer> response = GeminiAnswer.of(event.bytes(), event.from(), event.to());
        response.ifPresentOrElse(
                next -> response(next, out), () -> broken(new StreamEvent.Malformed("an event without JSON"), out));
        return true;
    }

    private static boolean isDone(SseEvent event) {
        return event.to() - event.from() <= DONE.length() + 2
                && event.text().strip().equals(DONE);
    }

    private void response(GeminiAnswer response, Consumer<StreamEvent> out) {
        if (response.isError()) {
            broken(new StreamEvent.Failed(Trees.bytes(response.json())), out);
            return;
        }
        Optional<String> fault = response.fault();
        if (fault.isPresent()) {
            broken(new StreamEvent.Malformed(fault.get()), out);
            return;
        }
        start(response, out);
        for (JsonNode part : response.parts()) {
            parts.read(part).ifPresent(said -> part(said, out));
        }
        response.usage().ifPresent(usage -> out.accept(new StreamEvent.Counted(usage)));
        if (Ending.isSaid(response.endWord()) || response.isBlocked()) {
            ending = response;
        }
    }

    private void broken(StreamEvent why, Consumer<StreamEvent> out) {
        isBroken = true;
        out.accept(why);
    }

    private void start(GeminiAnswer response, Consumer<StreamEvent> out) {
        if (!isStarted) {
            isStarted = true;
            out.accept(new StreamEvent.Started(
                    response.id(), response.model(), response.usage().orElse(null)));
        }
    }

    private void part(Part part, Consumer<StreamEvent> out) {
        switch (part) {
            case Part.Text text -> {
                said(new StreamEvent.Text(text.text()), out);
                text.opaque().ifPresent(opaque -> signed(opaque, out));
            }
            case Part.Thinking thinking -> {
                said(new StreamEvent.Thinking(thinking.text()), out);
                thinking.opaque().ifPresent(opaque -> signed(opaque, out));
            }
            case Part.ToolCall call -> {
                int index = toolCalls++;
                out.accept(new StreamEvent.ToolCallBegun(index, call.id(), call.name(), call.knownOpaque()));
                out.accept(new StreamEvent.ToolCallArguments(index, call.arguments()));
            }
            case Part.Refusal _,
                    Part.Image _,
                    Part.Audio _,
                    Part.Document _,
                    Part.RedactedThinking _,
                    Part.ToolResult _,
                    Part.Unknown _ -> {
                // no other format's stream has a place for what Google's own tools say
            }
        }
    }

    private static void said(StreamEvent event, Consumer<StreamEvent> out) {
        if (event.isContent()) {
            out.accept(event);
        }
    }

    private static void signed(Opaque opaque, Consumer<StreamEvent> out) {
        out.accept(new StreamEvent.Signed(opaque));
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
        if (ending != null && !isBroken) {
            Finish finish = ending.finish(parts.hasToolCalls());
            out.accept(new StreamEvent.Finished(finish));
        }
    }

    /// What an event is that goes through as it came.
    static Glance glance(SseEvent event) {
        if (isDone(event)) {
            return Glance.DONE;
        }
        return GeminiAnswer.of(event.bytes(), event.from(), event.to())
                .map(GeminiStreamReader::glance)
                .orElse(Glance.MALFORMED);
    }

    private static Glance glance(GeminiAnswer response) {
        if (response.isError()) {
            return Glance.ERROR;
        }
        if (response.fault().isPresent()) {
            return Glance.MALFORMED;
        }
        boolean isEnd = Ending.isSaid(response.endWord()) || response.isBlocked();
        boolean isContent = isEnd || !response.parts().isEmpty();
        String finish = isEnd ? response.finish(false).word() : null;
        return new Glance(
                isContent ? Glance.Kind.CONTENT : Glance.Kind.STEP,
                finish,
                response.usage().orElse(null));
    }
}
