package dev.sidestep.wire.openai;

import dev.sidestep.core.Needs;
import java.util.List;

/// What a chat completion call asks for, read in one scan over the client's body. Immutable.
///
/// The scan proves the body to be valid JSON in valid UTF-8, with bounded nesting, and finds what routing needs; the
/// rest is stepped over and forwarded as it came.
///
/// @param body the body as it came
/// @param model what the caller asks for: a model, `provider/model`, a route, `auto`; neither blank nor with control
///     characters, at most 256 characters
/// @param stream true where the answer is to be streamed
/// @param includesUsage true where the caller asked for a usage chunk at the stream's end
/// @param models the caller's own order, from `models`; empty where it brought none
/// @param fallbacks what the caller wants tried next, from `fallbacks`; empty where it brought none
/// @param needs what a model must be able to do, and how large the call is
public record ChatCall(
        RequestBody body,
        String model,
        boolean stream,
        boolean includesUsage,
        List<String> models,
        List<String> fallbacks,
        Needs needs) {

    public ChatCall {
        models = List.copyOf(models);
        fallbacks = List.copyOf(fallbacks);
    }

    /// Reads a call.
    ///
    /// @throws InvalidRequestException where the body is not one
    public static ChatCall read(byte[] body) {
        return new ChatCallReader().read(body);
    }
}
