package dev.sidestep.wire.format;

import dev.sidestep.core.Needs;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.json.RequestBody;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a client asks for, read in one scan over its body. Immutable.
///
/// The scan proves the body to be valid JSON in valid UTF-8, with bounded nesting, and finds what routing needs; the
/// rest is stepped over and forwarded as it came.
///
/// @param wire the format that the client speaks
/// @param headers of the wire format's own, as the client sent them (`anthropic-version`), names in lower case
/// @param body the body as it came
/// @param model what the caller asks for: a model, `provider/model`, a route, `auto`; neither blank nor with control
///     characters, at most 256 characters
/// @param stream true where the answer is to be streamed
/// @param includesUsage true where a stream is to tell the tokens at its end
/// @param models the caller's own order, from `models`; empty where it brought none
/// @param fallbacks what the caller wants tried next, from `fallbacks`; empty where it brought none
/// @param handles names that only the account knows which gave them out, such as a file's or an earlier answer's;
///     empty where there are none, and then any account may answer
/// @param needs what a model must be able to do, and how large the call is
/// @param oddities what of the call only some endpoints of its format take, in words that only the format itself reads;
///     an edit need not look for what is not among them
public record ClientCall(
        WireFormat wire,
        Map<String, String> headers,
        RequestBody body,
        String model,
        boolean stream,
        boolean includesUsage,
        List<String> models,
        List<String> fallbacks,
        List<String> handles,
        Needs needs,
        Set<String> oddities) {

    public ClientCall {
        headers = Map.copyOf(headers);
        models = List.copyOf(models);
        fallbacks = List.copyOf(fallbacks);
        handles = List.copyOf(handles);
        oddities = Set.copyOf(oddities);
    }

    /// A call of a format that looks for no oddities.
    public ClientCall(
            WireFormat wire,
            Map<String, String> headers,
            RequestBody body,
            String model,
            boolean stream,
            boolean includesUsage,
            List<String> models,
            List<String> fallbacks,
            List<String> handles,
            Needs needs) {
        this(wire, headers, body, model, stream, includesUsage, models, fallbacks, handles, needs, Set.of());
    }
}
