package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.EventReader;
import dev.sidestep.wire.format.Glance;
import dev.sidestep.wire.format.Glance.Kind;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.JsonFault;
import dev.sidestep.wire.openai.UsageReader;
import dev.sidestep.wire.sse.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the events of a stream that is passed on. After the commit only an event's name is looked at, and the terminal
/// event alone is parsed.
final class ResponsesEventReader implements EventReader {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Glance glance(SseEvent event, boolean isCommitted) {
        boolean isNamed = !event.type().equals(SseEvent.MESSAGE);
        if (isPing(event) || isPing(event.type())) {
            return Glance.PING;
        }
        if (isNamed && isCommitted && !isEnd(event.type())) {
            return isError(event.type()) ? Glance.ERROR : Glance.CONTENT;
        }
        try {
            return new Scan(isNamed ? event.type() : "").read(event, isCommitted);
        } catch (JsonFault _) {
            // What an event is named counts, even where its data are cut.
            return isError(event.type()) ? Glance.ERROR : Glance.MALFORMED;
        }
    }

    /// True for what some servers end their streams with, and for events without data.
    static boolean isPing(SseEvent event) {
        boolean isEmpty = event.from() == event.to();
        return isEmpty || Arrays.equals(event.bytes(), event.from(), event.to(), DONE, 0, DONE.length);
    }

    /// True for the name of an event that only keeps the connection open.
    static boolean isPing(String type) {
        return type.equals("keepalive") || type.equals("ping");
    }

    private static boolean isEnd(String type) {
        return type.equals("response.completed") || type.equals("response.incomplete");
    }

    private static boolean isError(String type) {
        return type.equals("response.failed") || type.equals("response.cancelled") || type.equals("error");
    }

    /// One scan over the data of one event.
    private static final class Scan {
        private String type;
        private boolean isFailed;
        private boolean hasPiece;
        private String itemType = "";
        private String status = "";
        private @Nullable Usage usage;

        /// @param type the event's name; empty where only its data tell
        Scan(String type) {
            this.type = type;
        }

        Glance read(SseEvent event, boolean isCommitted) {
            JsonCursor cursor = new JsonCursor(event.bytes(), event.from(), event.to());
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "type" -> type = type.isEmpty() ? cursor.textOrEmpty() : keep(cursor);
                    case "delta" -> hasPiece = cursor.skip() > 0;
                    case "item" -> item(cursor);
                    case "response" -> response(cursor);
                    case "error" -> isFailed |= !cursor.skipNull();
                    default -> cursor.skip();
                }
            }
            cursor.finish();
            return glance(isCommitted);
        }

        private String keep(JsonCursor cursor) {
            cursor.skip();
            return type;
        }

        private void item(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                if (cursor.name().equals("type")) {
                    itemType = cursor.textOrEmpty();
                } else {
                    cursor.skip();
                }
            }
        }

        private void response(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "status" -> status = cursor.textOrEmpty();
                    case "error" -> isFailed |= !cursor.skipNull();
                    case "usage" -> usage = UsageReader.read(cursor).orElse(null);
                    default -> cursor.skip();
                }
            }
        }

        private Glance glance(boolean isCommitted) {
            if (isFailed || isError(type) || status.equals("failed")) {
                return Glance.ERROR;
            }
            if (isPing(type)) {
                return Glance.PING;
            }
            if (isEnd(type)) {
                // An answer without a word is one, too: its end is all that there is to commit to.
                return new Glance(isCommitted ? Kind.DONE : Kind.CONTENT, type, usage);
            }
            return isCommitted || isContent() ? Glance.CONTENT : Glance.STEP;
        }

        /// Whole items and texts are content where a server sends no pieces; that the model has thought is none.
        private boolean isContent() {
            return type.endsWith(".delta") && hasPiece
                    || type.equals("response.output_item.done") && !itemType.equals("reasoning")
                    || type.equals("response.image_generation_call.partial_image");
        }
    }
}
