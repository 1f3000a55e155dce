package dev.sidestep.wire.json;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A client's request body as it came, known to be one JSON object in UTF-8, with the place of each of its top-level
/// fields.
///
/// Immutable as long as nobody writes to the array, which is shared and not copied.
public final class RequestBody {
    /// Top-level fields of one body; the wire format knows some 40.
    static final int MAX_FIELDS = 256;

    /// Fields by which callers steer a gateway. They are answered here and never reach a provider.
    private static final Set<String> OWN_FIELDS = Set.of("models", "fallbacks", "route", "num_retries", "timeout");

    private final byte[] bytes;
    private final List<BodyField> fields;

    private RequestBody(byte[] bytes, List<BodyField> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /// Consumes the value of each field in turn, exactly one per invocation.
    @FunctionalInterface
    public interface FieldReader {
        void read(String name, JsonCursor cursor);
    }

    /// Scans the body once.
    ///
    /// @throws InvalidRequestException where it is not one JSON object
    public static RequestBody scan(byte[] bytes, FieldReader reader) {
        List<BodyField> fields = new ArrayList<>(16);
        try {
            Utf8.require(bytes);
            JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
            if (cursor.peek() != JsonToken.START_OBJECT) {
                throw new InvalidRequestException(notAnObject(cursor.peek()), null);
            }
            for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
                int nameFrom = cursor.start();
                String name = cursor.name();
                int valueFrom = cursor.start();
                reader.read(name, cursor);
                fields.add(new BodyField(name, nameFrom, valueFrom, cursor.end()));
                if (fields.size() > MAX_FIELDS) {
                    throw new InvalidRequestException("The request body has more than " + MAX_FIELDS + " fields", null);
                }
            }
            cursor.finish();
        } catch (JsonFault fault) {
            throw InvalidRequestException.of(fault, bytes);
        }
        return new RequestBody(bytes, fields);
    }

    /// The bytes as they came; not a copy.
    public byte[] bytes() {
        return bytes;
    }

    /// True where the body has that top-level field, whatever its value.
    public boolean has(String name) {
        return field(name).isPresent();
    }

    /// Index of the first byte inside the object.
    int afterBrace() {
        int at = 0;
        while (bytes[at] != '{') {
            at++;
        }
        return at + 1;
    }

    /// The top-level fields, in order.
    public List<BodyField> fields() {
        return fields;
    }

    /// The first field of a name.
    public Optional<BodyField> field(String name) {
        for (BodyField field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /// The raw JSON of a field's value.
    public String json(BodyField field) {
        return new String(bytes, field.valueFrom(), field.valueTo() - field.valueFrom(), StandardCharsets.UTF_8);
    }

    /// A cursor that stands before a field's value.
    public JsonCursor cursor(BodyField field) {
        return new JsonCursor(bytes, field.valueFrom(), field.valueTo());
    }

    /// True for a field that is meant for a gateway and must not reach a provider.
    public static boolean isOwn(String name) {
        return OWN_FIELDS.contains(name) || name.startsWith("sidestep") || name.startsWith("x-sidestep");
    }

    private static String notAnObject(JsonToken first) {
        return first == JsonToken.NOT_AVAILABLE
                ? "The request body is empty: expected a JSON object"
                : "The request body must be a JSON object, starting with '{'";
    }
}
