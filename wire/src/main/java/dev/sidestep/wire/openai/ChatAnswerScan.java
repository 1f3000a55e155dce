package dev.sidestep.wire.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.JsonFault;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One scan over one answer. Used once.
final class ChatAnswerScan {
    private final String results;
    private byte[] bytes = {};
    private int resultCount;
    private boolean failed;
    private String model = "";
    private String text = "";
    private String toolCalls = "";
    private @Nullable String finish;
    private @Nullable Usage usage;

    /// @param results the field that holds what was asked for: `choices` or `data`
    ChatAnswerScan(String results) {
        this.results = results;
    }

    ChatAnswer read(byte[] body) {
        bytes = body;
        String broken = "a body that is not JSON";
        try {
            JsonCursor cursor = new JsonCursor(body, 0, body.length);
            if (cursor.peek() != JsonToken.START_OBJECT) {
                return new ChatAnswer.Garbage(cursor.peek() == JsonToken.NOT_AVAILABLE ? "an empty body" : broken);
            }
            broken = "a body that is not valid JSON";
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                field(cursor.name(), cursor);
            }
            cursor.finish();
        } catch (JsonFault _) {
            return new ChatAnswer.Garbage(broken);
        }
        if (failed) {
            return new ChatAnswer.ErrorBody();
        }
        if (resultCount == 0) {
            return new ChatAnswer.Garbage("a body without " + results);
        }
        return new ChatAnswer.Answered(model, text, toolCalls, finish, usage);
    }

    private void field(String name, JsonCursor cursor) {
        switch (name) {
            case "error" -> failed |= !cursor.skipNull();
            case "object" -> failed |= cursor.textOrEmpty().equals("error");
            case "model" -> model = cursor.textOrEmpty();
            case "usage" -> usage = UsageReader.read(cursor).orElse(null);
            default -> {
                if (name.equals(results) && cursor.peek() == JsonToken.START_ARRAY) {
                    results(cursor);
                } else {
                    cursor.skip();
                }
            }
        }
    }

    private void results(JsonCursor cursor) {
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (resultCount == 0 && cursor.peek() == JsonToken.START_OBJECT && results.equals("choices")) {
                choice(cursor);
            } else {
                cursor.skip();
            }
            resultCount++;
        }
    }

    private void choice(JsonCursor cursor) {
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "message" -> message(cursor);
                case "finish_reason" -> finish(cursor.textOrEmpty());
                default -> cursor.skip();
            }
        }
    }

    private void finish(String reason) {
        finish = reason.isEmpty() ? null : reason;
        failed |= ChatChunk.isFailure(reason);
    }

    private void message(JsonCursor cursor) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            cursor.skip();
            return;
        }
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            switch (cursor.name()) {
                case "content" -> text = cursor.textOrEmpty();
                case "tool_calls" -> toolCalls(cursor);
                default -> cursor.skip();
            }
        }
    }

    private void toolCalls(JsonCursor cursor) {
        boolean some = cursor.peek() == JsonToken.START_ARRAY;
        int from = cursor.start();
        cursor.skip();
        if (some) {
            toolCalls = new String(bytes, from, cursor.end() - from, StandardCharsets.UTF_8);
        }
    }
}
