package dev.sidestep.call;

import dev.sidestep.wire.canonical.WireFormat;

/// What is known of a call when it begins. Immutable.
///
/// @param kind what it asks for
/// @param wire the wire format that its client speaks
/// @param wanted the model, route or target that it asks for
/// @param streaming whether its answer is to be streamed
/// @param client whose call it is, as its terms tell it; empty for nobody in particular
/// @param origin what its client says of it
public record CallFacts(
        CallKind kind, WireFormat wire, String wanted, boolean streaming, String client, Origin origin) {}
