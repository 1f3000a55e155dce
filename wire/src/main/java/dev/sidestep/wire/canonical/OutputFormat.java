package dev.sidestep.wire.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// The shape that the answer's text must have.
public sealed interface OutputFormat {
    /// Any.
    record Text() implements OutputFormat {}

    /// Some JSON object.
    record Json() implements OutputFormat {}

    /// JSON that follows a schema.
    ///
    /// @param name of the schema; empty where the wire format has none
    /// @param description empty where there is none
    /// @param knownStrict whether it must follow to the letter, or null where it was not said
    record JsonSchema(
            String name,
            String description,
            JsonNode schema,
            @Nullable Boolean knownStrict) implements OutputFormat {}
}
