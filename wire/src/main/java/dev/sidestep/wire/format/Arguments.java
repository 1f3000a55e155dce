package dev.sidestep.wire.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sidestep.wire.json.Trees;

/// A tool call's arguments, for the formats that want them as an object. Immutable, except that the object is shared.
///
/// @param isRaw whether the text was no object
public record Arguments(ObjectNode object, boolean isRaw) {
    /// The field in which arguments stand that are no object.
    public static final String RAW = "_raw";

    /// The arguments of a text: none where it is blank, and in one field where it is no object or not even JSON, as
    /// models sometimes write.
    public static Arguments of(String text) {
        if (text.isBlank()) {
            return new Arguments(Trees.object(), false);
        }
        return Trees.parse(text).orElse(null) instanceof ObjectNode object
                ? new Arguments(object, false)
                : new Arguments(Trees.object().put(RAW, text), true);
    }
}
