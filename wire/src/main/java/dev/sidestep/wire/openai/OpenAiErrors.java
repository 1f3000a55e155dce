package dev.sidestep.wire.openai;

import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes errors, and the other bytes of a stream that are ours.
public final class OpenAiErrors {
    private OpenAiErrors() {}

    /// The body of an error answer.
    public static byte[] body(ApiError error) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("error");
            out.writeStringField("message", error.message());
            out.writeStringField("type", error.type());
            out.writeStringField("param", error.knownParam());
            out.writeStringField("code", error.knownCode());
            Json.fields(out, error.extra());
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /// The event that ends a stream after content was sent. No `[DONE]` may follow, or SDKs take it for an answer.
    public static byte[] event(ApiError error) {
        byte[] body = body(error);
        ByteArrayOutputStream event = new ByteArrayOutputStream(body.length + 8);
        event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(body);
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }

    /// A comment that keeps an idle stream's connection open and that no client takes for an event.
    public static byte[] keepAlive() {
        return ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    }
}
