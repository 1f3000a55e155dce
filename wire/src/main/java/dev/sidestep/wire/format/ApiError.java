package dev.sidestep.wire.format;

import dev.sidestep.wire.json.InvalidRequestException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An error in the shape that every OpenAI SDK reads. Immutable.
///
/// @param message for people
/// @param type such as `rate_limit_error` or `invalid_request_error`
/// @param knownParam the request's field at fault, or null
/// @param knownCode such as `rate_limit_exceeded`, or null
/// @param extra more fields of the error object, in order: texts, numbers, booleans, and maps and lists of them
public record ApiError(
        String message,
        String type,
        @Nullable String knownParam,
        @Nullable String knownCode,
        Map<String, Object> extra) {

    public ApiError {
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /// An error with a code.
    public static ApiError of(String message, String type, String code) {
        return new ApiError(message, type, null, code, Map.of());
    }

    /// A body that is no call.
    public static ApiError of(InvalidRequestException invalid) {
        String message = String.valueOf(invalid.getMessage());
        return new ApiError(message, "invalid_request_error", invalid.param().orElse(null), null, Map.of());
    }

    /// The same with more fields.
    public ApiError with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(extra);
        all.putAll(more);
        return new ApiError(message, type, knownParam, knownCode, all);
    }

    /// The request's field at fault, where it is one.
    public Optional<String> param() {
        return Optional.ofNullable(knownParam);
    }

    /// A word for programs, where there is one.
    public Optional<String> code() {
        return Optional.ofNullable(knownCode);
    }
}
