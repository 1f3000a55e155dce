package dev.sidestep.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Writes the JSON that is ours: errors, and bodies built from code.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// Something that writes one JSON value.
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    /// The bytes of a value: texts, numbers, booleans, and maps and lists of them; an empty [Optional] is `null`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static byte[] bytes(Object value) {
        return bytes(out -> value(out, value));
    }

    /// The bytes that a writer writes.
    public static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be written to", e);
        }
        return bytes.toByteArray();
    }

    /// A text as a JSON string, with its quotes.
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    /// Writes texts, numbers, booleans, and maps and lists of them; an empty [Optional] as `null`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static void value(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case CharSequence text -> out.writeString(text.toString());
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number.toPlainString());
            case Number number -> out.writeNumber(number.doubleValue());
            case Optional<?> known when known.isEmpty() -> out.writeNull();
            case Optional<?> known -> value(out, known.get());
            case Map<?, ?> map -> object(out, map);
            case Iterable<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    value(out, element);
                }
                out.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "not a JSON value: " + value.getClass().getName());
        }
    }

    private static void object(JsonGenerator out, Map<?, ?> map) throws IOException {
        out.writeStartObject();
        fields(out, map);
        out.writeEndObject();
    }

    /// Writes a map's entries as fields of the object that is open.
    public static void fields(JsonGenerator out, Map<?, ?> map) throws IOException {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName(String.valueOf(entry.getKey()));
            value(out, entry.getValue());
        }
    }
}
