package dev.sidestep.gateway;

import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.openai.OpenAiFormat;
import io.vertx.core.buffer.Buffer;

/// An answer that was made on another thread than the one that sends it. Immutable.
record Reply(int status, String contentType, Buffer body) {
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv; charset=utf-8; header=present";

    static Reply json(Object document) {
        return json(200, document);
    }

    static Reply json(int status, Object document) {
        return new Reply(status, JSON, Buffer.buffer(Json.bytes(document)));
    }

    static Reply csv(String text) {
        return new Reply(200, CSV, Buffer.buffer(text));
    }

    static Reply refusal(int status, ApiError error) {
        return new Reply(status, JSON, Buffer.buffer(OpenAiFormat.INSTANCE.error(status, error)));
    }

    boolean isCsv() {
        return contentType.equals(CSV);
    }
}
