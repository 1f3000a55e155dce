package dev.sidestep.wire.format;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.json.JsonCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields that the calls of every wire format share, as one scan over one call finds them. Not thread-safe.
public final class CallFields {
    /// A larger limit than any model's output, and small enough to be added up without overflow.
    public static final long MOST_TOKENS = 1_000_000_000;

    private final Set<String> single;
    private final Set<String> seen = new HashSet<>();
    private final List<String> models = new ArrayList<>(0);
    private final List<String> fallbacks = new ArrayList<>(0);
    private @Nullable String model;
    private boolean stream;

    /// @param single the format's own fields that are read, so that a second one would leave open which of the two
    /// counts
    public CallFields(Set<String> single) {
        this.single = single;
    }

    /// Consumes a field's value where every format has the field; false where it is the format's own to read.
    public boolean read(String name, JsonCursor cursor) {
        switch (name) {
            case "model" -> {
                once(name);
                model = ModelNames.read(cursor, name);
            }
            case "stream" -> {
                once(name);
                stream = flag(cursor, name);
            }
            case "models", "fallbacks" -> {
                once(name);
                ModelNames.readAll(cursor, name, name.equals("models") ? models : fallbacks);
            }
            default -> {
                if (single.contains(name)) {
                    once(name);
                }
                return false;
            }
        }
        return true;
    }

    /// Consumes true, false or null, which counts as false.
    ///
    /// @param place how a message names it
    public static boolean flag(JsonCursor cursor, String place) {
        JsonToken value = cursor.peek();
        if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
            throw new InvalidRequestException(place + " must be true or false", place);
        }
        cursor.skip();
        return value == JsonToken.VALUE_TRUE;
    }

    /// What the caller asks for.
    ///
    /// @throws InvalidRequestException where it does not say
    public String model() {
        if (model == null) {
            throw new InvalidRequestException("model is missing: name a model, or `auto`", "model");
        }
        return model;
    }

    /// True where the answer is to be streamed.
    public boolean stream() {
        return stream;
    }

    /// The caller's own order.
    public List<String> models() {
        return models;
    }

    /// What the caller wants tried next.
    public List<String> fallbacks() {
        return fallbacks;
    }

    private void once(String name) {
        if (!seen.add(name)) {
            throw new InvalidRequestException(name + " must not be given twice", name);
        }
    }
}
