package dev.sidestep.wire.responses;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.core.quota.Usage;
import dev.sidestep.wire.format.AnswerBody;
import dev.sidestep.wire.json.JsonCursor;
import dev.sidestep.wire.json.JsonFault;
import dev.sidestep.wire.openai.UsageReader;
import org.jspecify.annotations.Nullable;

/// One scan over one answer. Used once.
final class ResponsesAnswerScan {
    private boolean isFailed;
    private boolean isAnswer;
    private @Nullable Usage usage;

    AnswerBody of(byte[] body) {
        String broken = "a body that is not JSON";
        try {
            JsonCursor cursor = new JsonCursor(body, 0, body.length);
            if (cursor.peek() != JsonToken.START_OBJECT) {
                boolean isEmpty = cursor.peek() == JsonToken.NOT_AVAILABLE;
                return new AnswerBody.Garbage(isEmpty ? "an empty body" : broken);
            }
            broken = "a body that is not valid JSON";
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                field(cursor.name(), cursor);
            }
            cursor.finish();
        } catch (JsonFault _) {
            return new AnswerBody.Garbage(broken);
        }
        if (isFailed) {
            return new AnswerBody.ErrorBody();
        }
        return isAnswer ? new AnswerBody.Answered(usage) : new AnswerBody.Garbage("a body without output");
    }

    private void field(String name, JsonCursor cursor) {
        switch (name) {
            case "error" -> isFailed |= !cursor.skipNull();
            case "object" -> isFailed |= cursor.textOrEmpty().equals("error");
            case "status" -> status(cursor.textOrEmpty());
            case "output" -> {
                isAnswer |= cursor.peek() == JsonToken.START_ARRAY;
                cursor.skip();
            }
            case "usage" -> usage = UsageReader.read(cursor).orElse(null);
            default -> cursor.skip();
        }
    }

    /// One that works in the background has no output yet, and its client asks for it later.
    private void status(String status) {
        switch (status) {
            case "failed", "cancelled" -> isFailed = true;
            case "queued", "in_progress" -> isAnswer = true;
            default -> {
                // completed and incomplete ones have an output
            }
        }
    }
}
