package dev.sidestep.wire.models;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/// A place of a list's entry that can say that a model does not do something.
///
/// @param place a truth value, or a list of what it does
/// @param word what such a list has where the model does it; empty where the place is a truth value
/// @param isNeeded true where an entry without the place says so, too
record Denial(JsonPointer place, String word, boolean isNeeded) {
    static Denial unlessTrue(String pointer) {
        return new Denial(JsonPointer.compile(pointer), "", false);
    }

    static Denial unlessListed(String pointer, String word) {
        return new Denial(JsonPointer.compile(pointer), word, false);
    }

    Denial needed() {
        return new Denial(place, word, true);
    }

    boolean isSaidBy(JsonNode entry) {
        JsonNode value = entry.at(place);
        if (word.isEmpty() && value.isBoolean()) {
            return !value.booleanValue();
        }
        if (!word.isEmpty() && value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false).noneMatch(each -> word.equals(each.textValue()));
        }
        return isNeeded;
    }
}
