package dev.sidestep.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/// A cursor over the bytes of one JSON value: steps into what a reader wants to know, steps over the rest, and knows
/// where in the bytes each value begins and ends. Not thread-safe; throws [JsonFault].
///
/// ```
/// for (boolean more = cursor.enterObject(); more; more = cursor.nextField()) {
///     switch (cursor.name()) { … }   // each case consumes exactly one value
/// }
/// ```
public final class JsonCursor {
    /*
     * Jackson's streaming parser, which always stands on the token that comes next. So text that is stepped over is
     * not decoded, and a value's end is known from where the next token begins: only white space and a comma lie
     * between. Jackson does not prove stepped-over text to be UTF-8; [RequestBody] does.
     */

    /// Levels of objects and arrays; no client's request comes near, and providers refuse far less.
    static final int MAX_DEPTH = 200;

    /// Bytes of one string that is looked at or stepped over by itself; inline documents are the longest there are,
    /// and providers take 50 MB at most.
    static final int MAX_STRING_BYTES = 64 << 20;

    /// Characters of one number; longer ones only cost the reader time.
    static final int MAX_NUMBER_LENGTH = 1_000;

    /// Characters of one field's name; the parser remembers some thousand names to read them faster.
    static final int MAX_NAME_LENGTH = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_BYTES)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            // Names are the sender's: they must not fill the table of the whole process.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final JsonParser parser;

    public JsonCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        try {
            parser = JSON.createParser(bytes, from, to - from);
        } catch (CharConversionException _) {
            throw new JsonFault(from, JsonFault.PLAIN_UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
        // Jackson would read UTF-16 and UTF-32 too, without offsets, and step over a byte order mark.
        if (parser.currentLocation().getByteOffset() != 0) {
            throw new JsonFault(from, JsonFault.PLAIN_UTF_8);
        }
        advance();
    }

    /// The token that comes next, [JsonToken#NOT_AVAILABLE] at the end.
    public JsonToken peek() {
        JsonToken next = parser.currentToken();
        return next == null ? JsonToken.NOT_AVAILABLE : next;
    }

    /// Index of the first byte of what comes next.
    public int start() {
        return parser.hasCurrentToken() ? offset(parser.currentTokenLocation()) : to;
    }

    /// Index of the byte behind the value last consumed.
    public int end() {
        int end = start();
        while (isBetweenTokens(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /// Steps into an object; true where the cursor stands before its first name, false where it was empty.
    public boolean enterObject() {
        require(JsonToken.START_OBJECT, "an object");
        return nextField();
    }

    /// Steps into an array; true where the cursor stands before its first element, false where it was empty.
    public boolean enterArray() {
        require(JsonToken.START_ARRAY, "an array");
        return nextElement();
    }

    /// After a field's value: true where another name follows, false where the object ended.
    public boolean nextField() {
        return !ends(JsonToken.END_OBJECT);
    }

    /// After an element: true where another one follows, false where the array ended.
    public boolean nextElement() {
        return !ends(JsonToken.END_ARRAY);
    }

    /// Reads a field's name.
    public String name() {
        return text();
    }

    /// Consumes a string and returns its text.
    public String text() {
        String text = read(parser::getText);
        advance();
        return text;
    }

    /// Consumes a string where one stands and returns its text; consumes anything else and returns the empty text.
    public String textOrEmpty() {
        if (peek() == JsonToken.VALUE_STRING) {
            return text();
        }
        skip();
        return "";
    }

    /// Consumes a value of any kind and returns how many bytes it takes; for a string, without its quotes.
    public int skip() {
        boolean quoted = peek() == JsonToken.VALUE_STRING;
        int start = start();
        read(parser::skipChildren);
        advance();
        int size = end() - start;
        if (quoted && size > MAX_STRING_BYTES) {
            throw new JsonFault(start, JsonFault.SHORTER_STRING);
        }
        return quoted ? size - 2 : size;
    }

    /// Consumes a value; true where it was `null`.
    public boolean skipNull() {
        boolean isNull = peek() == JsonToken.VALUE_NULL;
        skip();
        return isNull;
    }

    /// Consumes a value and returns it where it is a whole number from 0 to `max` (larger ones count as `max`), else
    /// -1.
    public long wholeNumber(long max) {
        if (peek() != JsonToken.VALUE_NUMBER_INT) {
            skip();
            return -1;
        }
        BigInteger number = read(parser::getBigIntegerValue);
        advance();
        return number.signum() < 0 ? -1 : number.min(BigInteger.valueOf(max)).longValue();
    }

    /// Requires that nothing but white space is left.
    public void finish() {
        if (parser.hasCurrentToken()) {
            throw new JsonFault(start(), JsonFault.NOTHING_MORE);
        }
    }

    private void require(JsonToken token, String expected) {
        if (peek() != token) {
            throw new JsonFault(start(), expected);
        }
        advance();
    }

    private boolean ends(JsonToken closing) {
        if (peek() != closing) {
            return false;
        }
        advance();
        return true;
    }

    /// Something that the parser does, over an array that cannot fail to be read.
    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException;
    }

    private void advance() {
        read(parser::nextToken);
    }

    private <T> T read(Step<T> step) {
        try {
            return step.take();
        } catch (JsonProcessingException broken) {
            throw fault(broken);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    private JsonFault fault(JsonProcessingException broken) {
        boolean isOver = parser.getParsingContext().inRoot() && parser.hasCurrentToken();
        String expected = isOver ? JsonFault.NOTHING_MORE : JsonFault.expected(broken.getOriginalMessage());
        JsonLocation location = broken.getLocation();
        return new JsonFault(location == null ? startOfLast() : offset(location), expected);
    }

    /// Where the byte that the parser read last belongs to: to a number from its first digit on, else to itself. A
    /// broken bound comes without a location.
    private int startOfLast() {
        int at = Math.max(from, offset(parser.currentLocation()) - 1);
        while (at > from && "0123456789+-.eE".indexOf(bytes[at - 1]) >= 0) {
            at--;
        }
        return at;
    }

    private int offset(JsonLocation location) {
        return from + (int) location.getByteOffset();
    }

    private static boolean isBetweenTokens(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == ',';
    }
}
