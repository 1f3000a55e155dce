package dev.sidestep.wire.json;

import java.util.Map;

/// JSON that breaks its grammar or a bound: where, and what belongs there. Never quotes what stands there instead,
/// since that is somebody's prompt.
public final class JsonFault extends RuntimeException {
    static final String PLAIN_UTF_8 = "UTF-8 without a byte order mark";
    static final String NOTHING_MORE = "nothing more after the value";
    static final String SHORTER_STRING = "a string of at most " + JsonCursor.MAX_STRING_BYTES + " bytes";

    private static final long serialVersionUID = 1;

    /// What was expected where Jackson's message has these words: its whole message quotes the body. A message that
    /// has none of them tells of something that is no value.
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("comma to separate Object", "',' or '}'"),
            Map.entry("marker for Object", "',' or '}'"),
            Map.entry("(for Object", "',' or '}'"),
            Map.entry("comma to separate Array", "',' or ']'"),
            Map.entry("marker for Array", "',' or ']'"),
            Map.entry("(for Array", "',' or ']'"),
            Map.entry("start field name", "a field name in double quotes"),
            Map.entry("a colon to", "':'"),
            Map.entry("between Object entries", "':' and a value"),
            Map.entry("followed by a digit", "a digit"),
            Map.entry("expected digit", "a digit"),
            Map.entry("Leading zeroes", "no leading zero in a number"),
            Map.entry("Unrecognized character escape", "one of \" \\ / b f n r t u after a backslash"),
            Map.entry("hex-digit", "four hexadecimal digits after \\u"),
            Map.entry("end-of-input in", "the closing '\"' of a string"),
            Map.entry("has to be escaped", "no control character inside a string (write it as an escape)"),
            Map.entry("UTF-8", "well-formed UTF-8"),
            Map.entry("nesting depth", "at most " + JsonCursor.MAX_DEPTH + " levels of nesting"),
            Map.entry("Number value length", "a number of at most " + JsonCursor.MAX_NUMBER_LENGTH + " characters"),
            Map.entry("Name length", "a field name of at most " + JsonCursor.MAX_NAME_LENGTH + " characters"),
            Map.entry("String value length", SHORTER_STRING));

    private final int at;
    private final String expected;

    JsonFault(int at, String expected) {
        // Thrown for hostile input at any rate that the sender likes, so it carries no stack trace.
        super("expected " + expected + " at byte " + at, null, false, false);
        this.at = at;
        this.expected = expected;
    }

    /// What was expected, by what Jackson says.
    static String expected(String message) {
        return EXPECTED.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("a value");
    }

    /// Index into the scanned bytes.
    public int at() {
        return at;
    }

    public String expected() {
        return expected;
    }
}
