package dev.sidestep.simulator;

import org.jspecify.annotations.Nullable;

/// A request that the simulated provider finds wrong: control flow of the readers, never seen outside.
final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String type;
    final @Nullable String param;
    final @Nullable String code;

    RefusedRequest(int status, String message, String type, @Nullable String param, @Nullable String code) {
        super(message, null, false, false); // expected, and often: no stack trace
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /// A 400 about one parameter.
    static RefusedRequest of(String message, String param, @Nullable String code) {
        return new RefusedRequest(400, message, "invalid_request_error", param, code);
    }

    String message() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
