package dev.sidestep.gateway;

import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.openai.OpenAiFormat;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer that was made on another thread than the one that sends it. Immutable.
///
/// @param knownError what `body` tells, or null where it tells of no error
record Reply(
        int status,
        String contentType,
        Buffer body,
        @Nullable ApiError knownError) {
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv; charset=utf-8; header=present";

    static Reply json(Object document) {
        return json(200, document);
    }

    static Reply json(int status, Object document) {
        return new Reply(status, JSON, Buffer.buffer(Json.bytes(document)), null);
    }

    static Reply of(String contentType, Buffer body) {
        return new Reply(200, contentType, body, null);
    }

    static Reply csv(String text) {
        return of(CSV, Buffer.buffer(text));
    }

    static Reply refusal(int status, ApiError error) {
        return new Reply(status, JSON, Buffer.buffer(OpenAiFormat.INSTANCE.error(status, error)), error);
    }

    /// The error that it tells, where it tells one.
    Optional<ApiError> error() {
        return Optional.ofNullable(knownError);
    }

    boolean isCsv() {
        return contentType.equals(CSV);
    }
}
