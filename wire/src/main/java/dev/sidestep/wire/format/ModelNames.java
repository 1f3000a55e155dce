package dev.sidestep.wire.format;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import java.util.List;

/// Reads the names of models out of a call.
public final class ModelNames {
    /// Characters of a name; the longest ids of today have some 80, and names go into logs and headers.
    private static final int MAX_LENGTH = 256;

    /// Alternatives that one call may bring; more than any call may try.
    private static final int MAX_ALTERNATIVES = 100;

    private ModelNames() {}

    /// Consumes one name.
    ///
    /// @param where how a message names the place, such as `model` or `fallbacks[2]`
    public static String read(JsonCursor cursor, String where) {
        if (cursor.peek() != JsonToken.VALUE_STRING) {
            throw new InvalidRequestException(where + " must be a string", where);
        }
        String name = cursor.text();
        if (name.isBlank()) {
            throw new InvalidRequestException(where + " must not be blank", where);
        }
        if (name.length() > MAX_LENGTH) {
            throw new InvalidRequestException(where + " must have at most " + MAX_LENGTH + " characters", where);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(where + " must not contain control characters", where);
        }
        return name;
    }

    /// Consumes a list of alternatives, each one a name or an object with a `model`, and appends them.
    public static void readAll(JsonCursor cursor, String field, List<String> names) {
        if (cursor.peek() == JsonToken.VALUE_NULL) {
            cursor.skip();
            return;
        }
        if (cursor.peek() != JsonToken.START_ARRAY) {
            throw new InvalidRequestException(field + " must be an array of model names", field);
        }
        int index = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.nextElement()) {
            if (index == MAX_ALTERNATIVES) {
                throw new InvalidRequestException(field + " must name at most " + MAX_ALTERNATIVES + " models", field);
            }
            names.add(alternative(cursor, field + "[" + index + "]"));
            index++;
        }
    }

    private static String alternative(JsonCursor cursor, String where) {
        if (cursor.peek() != JsonToken.START_OBJECT) {
            return read(cursor, where);
        }
        String name = "";
        for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
            if (cursor.name().equals("model")) {
                name = read(cursor, where + ".model");
            } else {
                cursor.skip();
            }
        }
        if (name.isEmpty()) {
            throw new InvalidRequestException(where + " must be a model's name or an object with `model`", where);
        }
        return name;
    }
}
