package dev.sidestep.wire.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Something that the model may use. Immutable.
public sealed interface Tool {
    /// A function of the caller's.
    ///
    /// @param description empty where it has none
    /// @param knownParameters its arguments' JSON Schema, or null where it takes none
    /// @param knownStrict whether arguments must follow the schema to the letter, or null where it was not said
    record Function(
            String name,
            String description,
            @Nullable JsonNode knownParameters,
            @Nullable Boolean knownStrict,
            Extras extras)
            implements Tool {}

    /// A tool that only its own wire format knows: a search of the provider's, a grammar.
    record Unknown(WireFormat wire, JsonNode raw) implements Tool {}
}
