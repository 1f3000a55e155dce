package dev.sidestep.wire.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request body that cannot be a call: the message says what is wrong and where, and never quotes the body.
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String param;

    /// @param param the field at fault, or null
    public InvalidRequestException(String message, @Nullable String param) {
        // The cause is the caller's bytes, never our stack, and a sender chooses how often this is thrown.
        super(message, null, false, false);
        this.param = param;
    }

    static InvalidRequestException of(JsonFault fault, byte[] body) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < fault.at(); i++) {
            if (body[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new InvalidRequestException(
                "The request body is not valid JSON: expected " + fault.expected() + " at line " + line + ", column "
                        + (fault.at() - lineStart + 1) + " (byte " + fault.at() + ")",
                null);
    }

    /// The field at fault, where it is one field.
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }
}
