package dev.sidestep.wire.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.format.ApiError;
import dev.sidestep.wire.json.Json;
import dev.sidestep.wire.json.Trees;

/// Writes what ends a stream that failed.
final class ResponsesErrors {
    /// Behind every event that may have come before: nobody knows here how many have.
    private static final long LAST = Integer.MAX_VALUE;

    private ResponsesErrors() {}

    /// The terminal event `response.failed`: Codex waits for it, and SDKs take nothing before it for an answer. It can
    /// also stand alone.
    static byte[] event(ApiError error) {
        ObjectNode told = Trees.object()
                .put("code", error.code().orElse(error.type()))
                .put("message", error.message())
                .put("type", error.type());
        if (!error.extra().isEmpty()) {
            Trees.parse(Json.bytes(error.extra())).ifPresent(extra -> told.setAll((ObjectNode) extra));
        }
        ObjectNode fields = Trees.object();
        fields.set("response", ResponseBody.failed(told));
        return Emitter.event("response.failed", LAST, fields);
    }
}
