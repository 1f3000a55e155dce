package dev.sidestep.wire.limits;

import dev.sidestep.wire.limits.bodies.BodyReader;
import java.time.Instant;

/// An answer that is not the success it should be.
///
/// @param providerType the provider's wire family (`groq`, `openai`, `azure`, ...); an unknown one
///     uses the general rows
/// @param status the HTTP status
/// @param headers its headers
/// @param body its body, decoded; what lies beyond [#MAX_BODY_BYTES] is not read
/// @param now the wall clock, for hints that are moments
public record Answer(String providerType, int status, Headers headers, byte[] body, Instant now) {
    /// Bytes of a body that are read: the longest real error has under 4 KiB, an HTML page tells
    /// nothing more.
    public static final int MAX_BODY_BYTES = BodyReader.MAX_BYTES;
}
