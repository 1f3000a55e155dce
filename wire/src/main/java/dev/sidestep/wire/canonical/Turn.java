package dev.sidestep.wire.canonical;

import java.util.List;

/// One message of a conversation. Immutable.
///
/// @param name of the speaker, where several share a role; empty otherwise
public record Turn(Role role, List<Part> parts, String name, Extras extras) {
    public Turn {
        parts = List.copyOf(parts);
    }

    /// A message of a speaker without a name.
    public Turn(Role role, List<Part> parts) {
        this(role, parts, "", Extras.NONE);
    }
}
