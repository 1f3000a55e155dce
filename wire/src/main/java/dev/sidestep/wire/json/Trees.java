package dev.sidestep.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// JSON as trees, for a call that changes its wire format; one that keeps it is never made a tree of. Numbers keep
/// their digits, and fields their order. Nobody changes a node that somebody else may hold.
public final class Trees {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonCursor.MAX_DEPTH)
                            .maxStringLength(JsonCursor.MAX_STRING_BYTES)
                            .maxNumberLength(JsonCursor.MAX_NUMBER_LENGTH)
                            .maxNameLength(JsonCursor.MAX_NAME_LENGTH)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final char REPLACEMENT = '\uFFFD';

    private Trees() {}

    /// The tree of a JSON value; empty where the bytes are none.
    public static Optional<JsonNode> parse(byte[] json) {
        return parse(json, 0, json.length);
    }

    /// The tree of the JSON value from `from` up to `to`; empty where the bytes are none. What is no UTF-8 in them is
    /// read
    /// as U+FFFD: a scan steps over text that it does not decode, and what it took for an answer must be readable.
    public static Optional<JsonNode> parse(byte[] json, int from, int to) {
        Optional<JsonNode> tree = read(json, from, to);
        return tree.isPresent() ? tree : replaced(new String(json, from, to - from, StandardCharsets.UTF_8));
    }

    private static Optional<JsonNode> replaced(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? Optional.empty() : read(bytes, 0, bytes.length);
    }

    private static Optional<JsonNode> read(byte[] json, int from, int to) {
        try {
            JsonNode tree = MAPPER.readTree(json, from, to - from);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JsonProcessingException | CharConversionException | NumberFormatException _) {
            // A number may be JSON and still none that can be held: one with more digits in its exponent than an int.
            // And bytes may look like UTF-32, which Jackson would read, and be none.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    /// The same of a text.
    public static Optional<JsonNode> parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /// An object without fields.
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// An array without elements.
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// The bytes of a tree.
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("memory refused to be written to", e);
        }
    }

    /// The text of a tree.
    public static String text(JsonNode tree) {
        return new String(bytes(tree), StandardCharsets.UTF_8);
    }
}
