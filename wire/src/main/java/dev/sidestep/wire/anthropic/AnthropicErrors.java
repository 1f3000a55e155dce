package dev.sidestep.wire.anthropic;

import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Json;
import java.nio.charset.StandardCharsets;

/// Writes errors, and the other bytes of a stream that are ours.
final class AnthropicErrors {
    private AnthropicErrors() {}

    /// The body of an error answer. Its type follows from the status, by which SDKs choose what they raise.
    static byte[] body(int status, ApiError error) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("type", "error");
            out.writeObjectFieldStart("error");
            out.writeStringField("type", type(status));
            out.writeStringField("message", error.message());
            if (error.knownParam() != null) {
                out.writeStringField("param", error.knownParam());
            }
            if (error.knownCode() != null) {
                out.writeStringField("code", error.knownCode());
            }
            Json.fields(out, error.extra());
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /// The event that ends a stream after content was sent. No `message_stop` may follow, or SDKs take what came for
    /// the whole answer.
    static byte[] event(int status, ApiError error) {
        return event("error", body(status, error));
    }

    /// An event that keeps an idle stream's connection open.
    static byte[] keepAlive() {
        return event("ping", "{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII));
    }

    /// One event. Without its name, SDKs step over it.
    static byte[] event(String name, byte[] data) {
        byte[] head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        byte[] event = new byte[head.length + data.length + 2];
        System.arraycopy(head, 0, event, 0, head.length);
        System.arraycopy(data, 0, event, head.length, data.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    /// See platform.claude.com/docs/en/api/errors.
    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
