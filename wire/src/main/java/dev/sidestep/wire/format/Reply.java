package dev.sidestep.wire.format;

import dev.sidestep.wire.canonical.CanonicalRequest;

/// What an answer in a client's wire format says beside its content. Immutable.
///
/// @param call as the client made it
/// @param request the same in the canonical model, for formats whose answers repeat some of it
/// @param id the call's id, which names the answer where the provider's own name is of another format
/// @param model the model that answers
/// @param createdSeconds when, in seconds since 1970
public record Reply(ClientCall call, CanonicalRequest request, String id, String model, long createdSeconds) {}
