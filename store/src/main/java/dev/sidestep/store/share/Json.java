package dev.sidestep.store.share;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// JSON as it goes over the wire: written compactly, read with suspicion.
final class Json {
    /// The longest text that is read or sent, in bytes.
    static final int MOST_BYTES = 64 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(8 * 1024)
                    .maxNumberLength(20)
                    .build())
            .build();

    private Json() {}

    /// Something that writes JSON.
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static String write(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a text", e);
        }
        return text.toString();
    }

    /// The object that a text holds: of strings, whole numbers, lists and further objects, and nothing else.
    static Fields fields(byte[] text) throws GarbageException {
        if (read(text) instanceof Fields fields) {
            return fields;
        }
        throw new GarbageException("not an object");
    }

    /// The list that a text holds.
    static List<?> list(byte[] text) throws GarbageException {
        if (read(text) instanceof List<?> list) {
            return list;
        }
        throw new GarbageException("not a list");
    }

    private static Object read(byte[] text) throws GarbageException {
        if (text.length > MOST_BYTES) {
            throw new GarbageException("too long");
        }
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            Object value = value(json);
            if (json.nextToken() != null) {
                throw new GarbageException("more than one value");
            }
            return value;
        } catch (IOException _) {
            throw new GarbageException("no JSON, or with more in it than is read");
        }
    }

    private static Object value(JsonParser json) throws IOException, GarbageException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(json);
        }
        if (token == JsonToken.START_ARRAY) {
            return array(json);
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        throw new GarbageException("a kind of value that nothing here has");
    }

    private static Fields object(JsonParser json) throws IOException, GarbageException {
        Map<String, Object> values = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            values.put(name, value(json));
        }
        return new Fields(values);
    }

    private static List<Object> array(JsonParser json) throws IOException, GarbageException {
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(json));
        }
        return values;
    }
}
