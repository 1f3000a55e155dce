package dev.sidestep.wire.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.EventReader;
import dev.sidestep.wire.format.Glance;
import dev.sidestep.wire.format.Glance.Kind;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.JsonFault;
import dev.sidestep.wire.sse.SseEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the events of a stream that is passed on. After the commit only those are parsed whose names say that they
/// bring more than content.
final class MessagesEventReader implements EventReader {
    private static final Set<String> CONTENT =
            Set.of("content_block_start", "content_block_delta", "content_block_stop");

    private final Tokens tokens = new Tokens();
    private String reason = "";

    @Override
    public Glance glance(SseEvent event, boolean isCommitted) {
        String type = event.type();
        if (type.equals("ping")) {
            return Glance.PING;
        }
        if (type.equals("error")) {
            return Glance.ERROR;
        }
        if (isCommitted && CONTENT.contains(type)) {
            return Glance.CONTENT;
        }
        try {
            return new Look(type).read(new JsonCursor(event.bytes(), event.from(), event.to()));
        } catch (JsonFault _) {
            return Glance.MALFORMED;
        }
    }

    /// One look at one event.
    private final class Look {
        private String type;
        private boolean isSomething;
        private boolean hasFailed;

        Look(String type) {
            this.type = type;
        }

        Glance read(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                return Glance.MALFORMED;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                field(cursor.name(), cursor);
            }
            cursor.finish();
            return hasFailed ? Glance.ERROR : glance();
        }

        private void field(String name, JsonCursor cursor) {
            switch (name) {
                case "type" -> type = cursor.peek() == JsonToken.VALUE_STRING ? cursor.text() : skipped(cursor);
                case "message" -> message(cursor);
                case "usage" -> tokens.read(cursor);
                case "error" -> hasFailed |= !cursor.skipNull();
                case "content_block" -> block(cursor);
                case "delta" -> delta(cursor);
                default -> cursor.skip();
            }
        }

        private String skipped(JsonCursor cursor) {
            cursor.skip();
            return type;
        }

        private Glance glance() {
            return switch (type) {
                case "ping" -> Glance.PING;
                case "error" -> Glance.ERROR;
                case "message_stop" -> new Glance(Kind.DONE, reason.isEmpty() ? null : reason, usage());
                case "message_delta" -> new Glance(reason.isEmpty() ? Kind.STEP : Kind.CONTENT, null, usage());
                case "message_start" -> new Glance(Kind.STEP, null, usage());
                case "content_block_start", "content_block_delta" -> isSomething ? Glance.CONTENT : Glance.STEP;
                default -> Glance.STEP;
            };
        }

        private @Nullable Usage usage() {
            return tokens.usage().orElse(null);
        }

        private void message(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                if (cursor.name().equals("usage")) {
                    tokens.read(cursor);
                } else {
                    cursor.skip();
                }
            }
        }

        /// A block's start is content where it says more than that a text or a thought begins.
        private void block(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "type" -> {
                        String block = cursor.textOrEmpty();
                        isSomething |= !block.equals("text") && !block.equals("thinking");
                    }
                    case "text", "thinking" ->
                        isSomething |= !cursor.textOrEmpty().isEmpty();
                    default -> cursor.skip();
                }
            }
        }

        private void delta(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "text", "thinking", "partial_json" ->
                        isSomething |= !cursor.textOrEmpty().isEmpty();
                    case "stop_reason" -> {
                        String said = cursor.textOrEmpty();
                        reason = said.isEmpty() ? reason : said;
                    }
                    default -> cursor.skip();
                }
            }
        }
    }
}
