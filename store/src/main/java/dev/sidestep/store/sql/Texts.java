package dev.sidestep.store.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sidestep.store.Conversation.Message;
import dev.sidestep.store.ledger.Skipped;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Short lists as JSON: an array of arrays of texts; empty for an empty list.
final class Texts {
    private static final JsonFactory JSON = new JsonFactory();

    private Texts() {}

    static String skipped(List<Skipped> skipped) {
        return write(skipped, entry -> List.of(entry.target(), entry.why(), entry.detail()));
    }

    /// The list that was written; empty where it cannot be read.
    static List<Skipped> skipped(String json) {
        return read(json, cells -> new Skipped(cells.get(0), cells.get(1), cells.get(2)), 3);
    }

    static String messages(List<Message> messages) {
        return write(messages, message -> List.of(message.role(), message.text()));
    }

    static List<Message> messages(String json) {
        return read(json, cells -> new Message(cells.get(0), cells.get(1)), 2);
    }

    private static <T> String write(List<T> values, Function<T, List<String>> cells) {
        if (values.isEmpty()) {
            return "";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.writeStartArray();
            for (T value : values) {
                String[] row = cells.apply(value).toArray(String[]::new);
                generator.writeArray(row, 0, row.length);
            }
            generator.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static <T> List<T> read(String json, Function<List<String>, T> value, int size) {
        if (json.isEmpty()) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                List<String> cells = cells(parser);
                if (cells.size() == size) {
                    values.add(value.apply(cells));
                }
            }
        } catch (IOException damaged) {
            return List.copyOf(values);
        }
        return List.copyOf(values);
    }

    private static List<String> cells(JsonParser parser) throws IOException {
        List<String> cells = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            cells.add(parser.getText());
        }
        return cells;
    }
}
