package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.JsonFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One event of a chat stream, read. Immutable.
///
/// @param content whether it brings something of the answer: text, reasoning, a refusal, a tool call, sound
/// @param text the text that it adds to the first choice; empty where it adds none
/// @param knownFinish why a choice ended, or null while none has
/// @param knownUsage the tokens so far, or null where it does not say
/// @param failed whether it is an error in place of an answer
/// @param isUsageOnly whether it tells the tokens, and of no choice anything
public record ChatChunk(
        boolean content,
        String text,
        @Nullable String knownFinish,
        @Nullable Usage knownUsage,
        boolean failed,
        boolean isUsageOnly) {

    /// Reads the data of one event. An event that is no object with `choices` or an error is read as bringing nothing.
    ///
    /// @return empty where the data is not one JSON object
    public static Optional<ChatChunk> read(byte[] bytes, int from, int to) {
        try {
            return Optional.of(new Reader().read(new JsonCursor(bytes, from, to)));
        } catch (JsonFault _) {
            return Optional.empty();
        }
    }

    /// Why a choice ended, where one has: `stop`, `length`, `tool_calls`, `content_filter`, or a provider's own word.
    public Optional<String> finish() {
        return Optional.ofNullable(knownFinish);
    }

    /// The tokens so far, where it says.
    public Optional<Usage> usage() {
        return Optional.ofNullable(knownUsage);
    }

    /// True for a finish reason that says the answer failed: `error`, the names of errors that some gateways put
    /// there, such as `overloaded_error`, and DeepSeek's word for an answer that it broke off. Other words of a
    /// provider's own are answers.
    static boolean isFailure(String finish) {
        return finish.equals("error") || finish.endsWith("_error") || finish.equals("insufficient_system_resource");
    }

    /// Consumes a value; false for null and for an empty text, array or object.
    static boolean isSomething(JsonCursor cursor) {
        return switch (cursor.peek()) {
            case VALUE_STRING -> cursor.skip() > 0;
            case START_ARRAY -> {
                boolean some = cursor.enterArray();
                for (boolean more = some; more; more = cursor.nextElement()) {
                    cursor.skip();
                }
                yield some;
            }
            case START_OBJECT -> {
                boolean some = cursor.enterObject();
                for (boolean more = some; more; more = cursor.nextField()) {
                    cursor.name();
                    cursor.skip();
                }
                yield some;
            }
            default -> !cursor.skipNull();
        };
    }

    private static final class Reader {
        private final StringBuilder text = new StringBuilder();
        private boolean content;
        private @Nullable String finish;
        private @Nullable Usage usage;
        private boolean failed;
        private boolean hasChoices;

        ChatChunk read(JsonCursor cursor) {
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "choices" -> choices(cursor);
                    case "usage" -> usage = UsageReader.read(cursor).orElse(usage);
                    case "x_groq" -> groq(cursor);
                    case "error" -> failed |= !cursor.skipNull();
                    // Servers on vLLM's model: {"object":"error","message":…}
                    case "object" -> failed |= cursor.textOrEmpty().equals("error");
                    default -> cursor.skip();
                }
            }
            cursor.finish();
            return new ChatChunk(content, text.toString(), finish, usage, failed, usage != null && !hasChoices);
        }

        private void groq(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "usage" -> usage = UsageReader.read(cursor).orElse(usage);
                    case "error" -> failed |= !cursor.skipNull();
                    default -> cursor.skip();
                }
            }
        }

        private void choices(JsonCursor cursor) {
            if (cursor.peek() != JsonToken.START_ARRAY) {
                cursor.skip();
                return;
            }
            boolean first = true;
            for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
                hasChoices = true;
                choice(cursor, first);
                first = false;
            }
        }

        private void choice(JsonCursor cursor, boolean first) {
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "delta", "message" -> delta(cursor, first);
                    case "finish_reason" -> finish(cursor.textOrEmpty());
                    default -> cursor.skip();
                }
            }
        }

        private void finish(String reason) {
            if (reason.isEmpty()) {
                return;
            }
            finish = reason;
            failed |= isFailure(reason);
        }

        private void delta(JsonCursor cursor, boolean first) {
            if (cursor.peek() != JsonToken.START_OBJECT) {
                cursor.skip();
                return;
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                switch (cursor.name()) {
                    case "content" -> content(cursor, first);
                    case "reasoning", "reasoning_content", "refusal", "tool_calls", "function_call", "audio" ->
                        content |= isSomething(cursor);
                    default -> cursor.skip();
                }
            }
        }

        private void content(JsonCursor cursor, boolean first) {
            if (cursor.peek() != JsonToken.VALUE_STRING) {
                content |= isSomething(cursor);
                return;
            }
            String piece = cursor.text();
            content |= !piece.isEmpty();
            if (first) {
                text.append(piece);
            }
        }
    }
}
