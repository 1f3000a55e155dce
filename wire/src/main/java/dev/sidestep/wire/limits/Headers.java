package dev.sidestep.wire.limits;

import java.util.Optional;

/// Looks a response header up by its name, in any case.
@FunctionalInterface
public interface Headers {
    /// No header at all: an error found inside a stream.
    Headers NONE = _ -> Optional.empty();

    /// The first value under the name, written in lower case here.
    Optional<String> first(String name);
}
