package dev.sidestep.wire.limits.bodies;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Reads the JSON of a refusal into an [ErrorBody], token by token: no tree, no recursion over the
/// input.
///
/// Wrappers (`error`, twice if need be, `response`, an array around all) are taken off, and a
/// message that holds a document, as gateways write it around a provider's error, is read as that
/// document. What breaks in the middle keeps what was read before.
public final class BodyReader {
    /// Bytes of a body that are read: the longest real error has under 4 KiB.
    public static final int MAX_BYTES = 64 * 1024;
    /// Nesting beyond this is an attack, and ends the reading.
    private static final int MAX_DEPTH = 200;
    /// Documents in a message in a document; two is the most that was seen.
    private static final int MAX_UNWRAPS = 3;
    /// Characters of a sentence that are looked at: the longest real one has 900.
    public static final int MAX_SENTENCE_CHARS = 8 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_BYTES)
                    .maxNumberLength(MAX_BYTES)
                    .maxNameLength(MAX_BYTES)
                    .build())
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    /// Objects and arrays worth entering; all others are skipped unread: prompts, echoes,
    /// generations.
    private static final Set<String> ENTERED = Set.of(
            "error",
            "errors",
            "response",
            "choices",
            "details",
            "violations",
            "quotaDimensions",
            "metadata",
            "headers",
            "innererror");

    /// An object or array that is being read.
    ///
    /// @param path where it stands, without wrappers and arrays
    /// @param errors how many `error` wrappers are around it
    private record Place(String path, int errors) {
        String key(String name) {
            return path.isEmpty() ? name : path + "." + name;
        }

        Place child(String name) {
            boolean wraps = path.isEmpty() || path.equals("choices") || path.equals("response");
            return wraps && (name.equals("error") || name.equals("errors"))
                    ? new Place("", errors + 1)
                    : new Place(key(name), errors);
        }
    }

    private final BodyFields fields = new BodyFields();

    private BodyReader() {}

    /// Reads a JSON document; what is none reads as a sentence.
    ///
    /// @param mayQuote true where a document inside a sentence may be the caller's own, quoted back
    public static ErrorBody read(byte[] body, int length, String text, boolean mayQuote) {
        BodyReader reader = new BodyReader();
        try (JsonParser parser = JSON.createParser(body, 0, length)) {
            reader.readAll(parser, 0);
        } catch (IOException _) {
            // Broken or hostile JSON: what was read before the break counts.
        }
        if (reader.fields.isEmpty() && !reader.fields.isObject()) {
            reader.fields.takeSentence(text);
        }
        reader.unwrapMessage(mayQuote);
        return reader.fields.isEmpty() ? ErrorBody.text(text, !reader.fields.isObject()) : reader.fields.body();
    }

    private void readAll(JsonParser parser, int errors) throws IOException {
        Deque<Place> places = new ArrayDeque<>();
        Place top = new Place("", errors);
        String name = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            Place place = places.isEmpty() ? top : places.peek();
            switch (token) {
                case FIELD_NAME -> name = parser.currentName();
                case START_OBJECT, START_ARRAY -> enter(parser, places, place, name);
                case END_OBJECT ->
                    fields.endObject(places.isEmpty() ? "" : places.pop().path());
                case END_ARRAY -> places.poll();
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> take(place, name, parser);
                case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
            }
        }
    }

    private void enter(JsonParser parser, Deque<Place> places, Place place, String name) throws IOException {
        fields.foundObject();
        boolean inArray =
                places.isEmpty() || parser.getParsingContext().getParent().inArray();
        if (inArray) {
            places.push(place);
        } else if (ENTERED.contains(name)) {
            places.push(place.child(name));
        } else {
            fields.skipped(name);
            parser.skipChildren();
        }
    }

    private void take(Place place, String name, JsonParser parser) throws IOException {
        if (name.isEmpty() || parser.getParsingContext().inArray()) {
            return;
        }
        String text = parser.getText();
        fields.take(
                place.key(name),
                text.length() > MAX_SENTENCE_CHARS ? text.substring(0, MAX_SENTENCE_CHARS) : text,
                place.errors());
    }

    private void unwrapMessage(boolean mayQuote) {
        for (int unwraps = 0; unwraps < MAX_UNWRAPS; unwraps++) {
            String message = fields.message();
            String inner = Relayed.document(message, mayQuote);
            if (inner.isEmpty()) {
                fields.replaceMessage(Relayed.sentence(message));
                return;
            }
            try (JsonParser parser = JSON.createParser(inner)) {
                readAll(parser, fields.messageErrors());
            } catch (IOException _) {
                // Not a document after all, or a cut one: what was read of it counts.
            }
            if (fields.message().equals(message)) {
                return;
            }
        }
    }
}
